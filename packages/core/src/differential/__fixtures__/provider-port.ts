import type { HttpClient, HttpRequest, HttpResponse } from '../../http/client.ts';
import type { Moment } from './history.ts';
import type { Token } from './tokens.ts';
import type { Site, World } from './world.ts';

/** What a registry has learned: when its provider last spoke of a token, and our directory of a caller. */
export interface Ledger {
  readonly asked: Map<Token, Moment>;
  /** By instance and token. */
  readonly found: Map<string, Moment>;
}

/** No facts live longer, grace included. */
const longestMs = 110_000;
const json = { 'content-type': 'application/json' };

/**
 * The providers, in process: 100,000 events in virtual time are not to be had over sockets. What they answer is true at
 * the moment of the call, also where the answer is held up.
 */
export function providerPort(world: World, { asked }: Ledger): HttpClient {
  return {
    async send(request) {
      const site = new URL(request.url).hostname.split('.')[0] as Site;
      const trouble = world.trouble[site].now;
      const answer = trouble === undefined ? respond(world, site, request, asked) : failure(trouble);
      await world.held;
      if (answer === undefined) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return answer;
    },
  };
}

function failure(trouble: 'reset' | 'error' | 'limited' | 'page'): HttpResponse | undefined {
  if (trouble === 'reset') return undefined;
  const body = Buffer.from(trouble === 'page' ? '<!doctype html>' : '{}');
  if (trouble === 'page') return { status: 200, headers: { 'content-type': 'text/html' }, body };
  return trouble === 'error'
    ? { status: 500, headers: json, body }
    : { status: 429, headers: { ...json, 'retry-after': '5' }, body };
}

function respond(
  world: World,
  site: Site,
  { url, headers, body }: HttpRequest,
  asked: Map<Token, Moment>,
): HttpResponse {
  const answer = (value: unknown, status = 200): HttpResponse => ({
    status,
    headers: json,
    body: Buffer.from(JSON.stringify(value)),
  });
  const { origin, pathname } = new URL(url);
  switch (pathname) {
    case '/.well-known/openid-configuration':
      return answer({ issuer: origin, jwks_uri: `${origin}/jwks` });
    case '/jwks': {
      const { published, keys } = world.issuers[site as 'one' | 'two'];
      return answer({ keys: published.now.map((kid) => keys.get(kid)?.jwk) });
    }
    case '/token':
      return answer({ access_token: world.next?.text, token_type: 'bearer', expires_in: world.next?.expiresIn });
    case '/introspect': {
      const state = told(world, new URLSearchParams(body).get('token'), asked);
      return answer(state === undefined ? { active: false } : { active: true, ...state });
    }
    case '/userinfo': {
      const state = told(world, headers?.authorization?.slice('Bearer '.length), asked);
      return state === undefined ? answer({}, 401) : answer(state);
    }
    default:
      return answer({}, 404);
  }
}

function told(world: World, text: string | null | undefined, asked: Map<Token, Moment>) {
  const token = world.byText.get(text ?? '');
  if (token === undefined) throw new Error('a provider was asked about a token of nobody');
  const { now } = world;
  asked.set(token, now);
  const lately = (world.asked.get(token) ?? []).filter(({ ms }) => Date.now() - ms < longestMs);
  world.asked.set(token, [...lately, now]);
  return token.opaque?.state.now;
}
