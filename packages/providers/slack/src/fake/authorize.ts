import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import type { SlackClient } from './clients.ts';
import type { Code, SlackState } from './state.ts';

const codeLifeMs = 600_000;

/** The pages where a person allows or cancels: a form, or `?user=<team>_<user>&decision=allow` in one step. */
export function authorizeRoutes(state: SlackState): Routes {
  const page = (kind: Code['page']) => (call: Call) =>
    authorize(state, kind, call.query, call.method === 'POST' ? call.form : call.query);
  const [oidc, oauthV2] = [page('oidc'), page('oauth-v2')];
  return {
    'GET /openid/connect/authorize': oidc,
    'POST /openid/connect/authorize': oidc,
    'GET /oauth/v2/authorize': oauthV2,
    'POST /oauth/v2/authorize': oauthV2,
  };
}

function authorize(state: SlackState, page: Code['page'], query: URLSearchParams, choice: URLSearchParams): Answer {
  const client = state.clients.find(({ id }) => id === query.get('client_id'));
  if (client === undefined) return invalid('Invalid client_id parameter');
  const redirectUri = query.get('redirect_uri');
  const target = redirectTarget(client, redirectUri);
  if (target === undefined) return invalid('redirect_uri did not match any configured URIs');
  const userScopes = scopesOf(query, page === 'oidc' ? 'scope' : 'user_scope', page === 'oidc' ? ' ' : ',');
  const botScopes = page === 'oidc' ? [] : scopesOf(query, 'scope', ',');
  const isAsked = page === 'oidc' ? userScopes.includes('openid') : userScopes.length + botScopes.length > 0;
  if (!isAsked) return invalid('No scopes requested');

  const back = (parameters: Readonly<Record<string, string>>): Answer => sendBack(target, query, parameters);
  if (choice.get('decision') === 'cancel') return back({ error: 'access_denied' });
  const team = query.get('team');
  const offered = [...state.users].filter(([, user]) => !user.deleted && (team ?? user.team) === user.team);
  const user = offered.find(([key]) => key === choice.get('user'))?.[0];
  if (choice.get('decision') !== 'allow' || user === undefined) return html(form(client, offered));
  const code = state.nextId();
  const [challenge, nonce] = [query.get('code_challenge'), query.get('nonce')];
  const expiresAt = state.clock.now() + codeLifeMs;
  const granted = { page, client: client.id, user, redirectUri, challenge, nonce, userScopes, botScopes, expiresAt };
  state.codes.set(code, granted);
  return back({ code });
}

/** With one registered URL it may be left out; whatever begins with a registered one is admitted. */
function redirectTarget({ redirectUris }: SlackClient, given: string | null): string | undefined {
  if (given === null) return redirectUris.length === 1 ? redirectUris[0] : undefined;
  return redirectUris.some((uri) => given.startsWith(uri)) ? given : undefined;
}

const scopesOf = (query: URLSearchParams, name: string, separator: string): readonly string[] =>
  (query.get(name) ?? '').split(separator).filter((scope) => scope !== '');

const invalid = (reason: string): Answer =>
  html(htmlPage('Something went wrong', markup`<p>${reason}</p>`), { status: 400 });

function sendBack(target: string, query: URLSearchParams, parameters: Readonly<Record<string, string>>): Answer {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  url.searchParams.set('state', query.get('state') ?? '');
  return redirect(url.href);
}

function form(client: SlackClient, users: readonly (readonly [string, { readonly name: string }])[]): string {
  const choices = users.map(
    ([key, { name }]) => markup`
  <label><input type="radio" name="user" value="${key}" required><span>${name} <small>${key}</small></span></label>`,
  );
  return htmlPage(
    'Slack (local fake)',
    markup`<p>The app <code>${client.app}</code> asks to know who you are.</p>
<form method="post">
<fieldset><legend>Continue as</legend>${choices}
</fieldset>
<button class="primary" name="decision" value="allow">Allow</button>
<button name="decision" value="cancel" formnovalidate>Cancel</button>
</form>`,
  );
}
