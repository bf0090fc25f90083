import type { RelayRequest } from './types.ts';

/** A refusal of the relay, in the words of RFC 6749 §5.2. */
export class RelayRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description = '') {
    super(description);
    this.status = status;
    this.code = code;
  }
}

/** The caller's token request, each parameter at most once. */
export interface Form {
  /** A parameter that must be there and not empty. @throws RelayRefusal `invalid_request` */
  get(name: string): string;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
}

/**
 * Reads a token request; an empty parameter counts as absent (RFC 6749 §3.2).
 * @throws RelayRefusal `invalid_request`
 */
export function readForm({ authorization, contentType, body }: RelayRequest): Form {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? '')) {
    throw new RelayRefusal(400, 'invalid_request', 'send application/x-www-form-urlencoded');
  }
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (values.has(name)) throw new RelayRefusal(400, 'invalid_request', 'a parameter is repeated');
    values.set(name, value);
  }
  const value = (name: string) => values.get(name) || undefined;
  const basic = readBasic(authorization);
  const [clientId, clientSecret] = [value('client_id'), value('client_secret')];
  if (basic !== undefined && (clientSecret !== undefined || (clientId ?? basic[0]) !== basic[0])) {
    throw new RelayRefusal(400, 'invalid_request', 'send client credentials in one place');
  }
  return {
    clientId: clientId ?? basic?.[0],
    clientSecret: clientSecret ?? basic?.[1],
    get: (name) => {
      const found = value(name);
      if (found === undefined) throw new RelayRefusal(400, 'invalid_request', `${name} is missing`);
      return found;
    },
  };
}

/** Client id and secret of a Basic header, both form-decoded (RFC 6749 §2.3.1); only the first colon splits. */
function readBasic(authorization: string | undefined): [string, string | undefined] | undefined {
  if (authorization === undefined) return undefined;
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization.trim())?.[1];
  const pair = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair?.indexOf(':') ?? -1;
  if (pair === undefined || colon < 1) throw new RelayRefusal(401, 'invalid_client');
  const decode = (text: string) => new URLSearchParams(`x=${text}`).get('x') ?? '';
  return [decode(pair.slice(0, colon)), decode(pair.slice(colon + 1)) || undefined];
}
