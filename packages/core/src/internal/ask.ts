import type { HttpRequest } from '../http/client.ts';
import type { EndpointRequest } from '../provider/endpoint.ts';
import type { CallAuthentication } from '../provider/inspection.ts';
import type { ProviderClient } from '../provider/provider.ts';
import { authenticateClient } from './client-authentication.ts';
import type { ResolvedEndpoint } from './endpoint-resolver.ts';

/** How a call to an endpoint is made. */
export interface Ask {
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON, in the place of a form. */
  readonly json?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly bearer?: string | undefined;
  /** How we prove who asks. @default not at all */
  readonly authentication?: CallAuthentication | undefined;
  readonly method?: HttpRequest['method'] | undefined;
  /** Must not arrive twice. @default false */
  readonly once?: boolean | undefined;
  /** The answer is an array. @default false */
  readonly list?: boolean | undefined;
}

/** The request that a call is. */
export function toRequest(
  endpoint: EndpointRequest & Pick<ResolvedEndpoint, 'trust'>,
  client: ProviderClient | undefined,
  how: Ask,
): HttpRequest {
  const headers: Record<string, string> = { ...endpoint.headers };
  if (how.bearer !== undefined) headers.authorization = `Bearer ${how.bearer}`;
  const form = authenticated(client, how, headers);
  const body = how.json === undefined ? (form === undefined ? endpoint.body : undefined) : withFields(how.json, form);
  const text = body === undefined ? form?.toString() : JSON.stringify(body);
  if (text !== undefined) {
    headers['content-type'] = body === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  }
  const method = how.method ?? endpoint.method ?? (text === undefined ? 'GET' : 'POST');
  return {
    url: withQuery(endpoint.url, how.query),
    method,
    headers,
    body: text,
    trust: endpoint.trust,
    once: how.once,
  };
}

/** The form, if there is one, with our registration where the provider wants it. */
function authenticated(
  client: ProviderClient | undefined,
  { form: fields, authentication = 'none' }: Ask,
  headers: Record<string, string>,
): URLSearchParams | undefined {
  const form = new URLSearchParams(fields);
  if (authentication === 'none' || client === undefined) return fields && form;
  if (typeof authentication === 'object') headers.authorization = `Bearer ${authentication.bearer(client)}`;
  else if (authentication === 'basic') {
    authenticateClient({ ...client, authentication: 'client_secret_basic' }, form, headers);
  } else authenticateClient(client, form, headers);
  return fields === undefined && form.size === 0 ? undefined : form;
}

/** Where a body is JSON, our registration is a part of it as it is of a form. */
const withFields = (json: Readonly<Record<string, string>>, form: URLSearchParams | undefined) => ({
  ...json,
  ...Object.fromEntries(form ?? []),
});

function withQuery(text: string, query: Ask['query']): string {
  if (query === undefined) return text;
  const url = new URL(text);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
