import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import { atServer, problem } from './caller.ts';
import type { OktaServer, OktaState } from './state.ts';

const codeLifeMs = 300_000;

/** The sign-in page: a form, or `?user=<uid>` in one step. */
export function authorizeRoutes(state: OktaState): Routes {
  const answer = atServer(state, (server, call) => authorize(state, server, call));
  return { 'GET /oauth2/v1/authorize': answer, 'GET /oauth2/:server/v1/authorize': answer };
}

function authorize(state: OktaState, server: OktaServer, { query, path }: Call): Answer {
  const client = state.clients.find(({ id }) => id === query.get('client_id'));
  const redirectUri = query.get('redirect_uri');
  if (client === undefined) return problem('invalid_client', 'Invalid value for client_id', 400);
  if (redirectUri !== client.redirectUri) return problem('E0000001', 'redirect_uri is not an absolute match', 400);
  const back = (parameters: Readonly<Record<string, string>>) => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    url.searchParams.set('state', query.get('state') ?? '');
    return redirect(url.href);
  };
  if (!query.get('state')) return back({ error: 'invalid_request', error_description: 'state is required' });
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  const challenge = query.get('code_challenge');
  if (challenge === null || query.get('code_challenge_method') !== 'S256') return back({ error: 'invalid_request' });
  const user = state.users.get(query.get('user') ?? '');
  if (user === undefined) return html(page(state, path, query));
  const code = state.nextId(43);
  const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
  const expiresAt = state.clock.now() + codeLifeMs;
  state.codes.set(code, {
    server: server.id,
    client: client.id,
    user: user.uid,
    scopes,
    redirectUri,
    challenge,
    expiresAt,
  });
  return back({ code });
}

function page({ users }: OktaState, path: string, query: URLSearchParams): string {
  const hidden = [...query].map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`);
  const choices = [...users.values()].map(
    ({ uid, name, login }) => markup`<p><button name="user" value="${uid}">${name} (${login})</button></p>`,
  );
  return htmlPage('Okta (local fake)', markup`<form action="${path}">${hidden}${choices}</form>`);
}
