import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import { authorizePage } from './authorize-page.ts';
import type { GithubClient, GithubState } from './state.ts';

const path = '/login/oauth/authorize';
const codeLifeMs = 600_000;

/** The page where a person allows or declines: a form that posts to where it came from. */
export function authorizeRoutes(state: GithubState): Routes {
  return { [`GET ${path}`]: (call) => authorize(state, call), [`POST ${path}`]: (call) => authorize(state, call) };
}

function authorize(state: GithubState, { query, form: choice }: Call): Answer {
  const { settings, clock, nextId, codes } = state;
  const client = state.clients.find(({ id }) => id === query.get('client_id'));
  if (client === undefined) return html(htmlPage('Not Found', markup`<p>No such application.</p>`), { status: 404 });
  const hosted = settings.product === 'github.com';
  const issuer = hosted ? { iss: 'https://github.com/login/oauth' } : {};
  const asked = query.get('redirect_uri') ?? client.redirectUri;
  const back = (uri: string, parameters: Readonly<Record<string, string>>) =>
    sendBack(uri, { ...parameters, state: query.get('state') ?? '', ...issuer });
  if (!redirectAllowed(client, asked, settings.redirectWildcard)) {
    return back(client.redirectUri, { error: 'redirect_uri_mismatch' });
  }
  const challenge = hosted ? (query.get('code_challenge') ?? undefined) : undefined;
  if (challenge !== undefined && (query.get('code_challenge_method') !== 'S256' || challenge.length !== 43)) {
    return back(asked, { error: 'invalid_request' });
  }
  if (choice.get('decision') === 'decline') return back(asked, { error: 'access_denied' });
  const account = state.accounts.get(Number(choice.get('account')));
  if (choice.get('decision') !== 'allow' || account === undefined) {
    return html(authorizePage(client.name, state.accounts.all(), query));
  }
  const scopes =
    query
      .get('scope')
      ?.split(/[\s,]+/)
      .filter(Boolean) ?? earlierScopes(state, client, account.id);
  const code = nextId(20);
  codes.set(code, {
    client: client.id,
    account: account.id,
    scopes: [...new Set(scopes)],
    redirectUri: asked,
    challenge,
    expiresAt: clock.now() + codeLifeMs,
  });
  return back(asked, { code });
}

/** A login without scopes gets all that was ever granted. */
const earlierScopes = ({ tokens }: GithubState, { id }: GithubClient, account: number) =>
  [...tokens.values()].filter((token) => token.client === id && token.account === account).flatMap((one) => one.scopes);

/** Wildcard matching lets sub-domains and paths below the callback through; loopback may use any port. */
function redirectAllowed({ redirectUri }: GithubClient, given: string, wildcard: boolean): boolean {
  if (!URL.canParse(given)) return false;
  const [own, url] = [new URL(redirectUri), new URL(given)];
  if (own.hostname === '127.0.0.1') url.port = own.port;
  if (!wildcard) return url.href === own.href;
  const below = url.pathname === own.pathname || url.pathname.startsWith(`${own.pathname.replace(/\/$/, '')}/`);
  return below && (url.host === own.host || url.host.endsWith(`.${own.host}`));
}

function sendBack(redirectUri: string, parameters: Readonly<Record<string, string>>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value);
  return redirect(url.href);
}
