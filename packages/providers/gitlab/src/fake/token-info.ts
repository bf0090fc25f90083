import { type Answer, type Call, html, htmlPage, json, markup, type Routes } from '@bearerkit/testkit';
import { applicationOf } from './clients.ts';
import type { GitlabState } from './state.ts';
import { fault, find, tokenOf } from './tokens.ts';

/** Token info and introspection: whose application a token is of. Neither looks at the user. */
export function tokenInfoRoutes(state: GitlabState): Routes {
  return {
    [`GET ${state.root}/oauth/token/info`]: (call) => info(state, call),
    [`POST ${state.root}/oauth/introspect`]: (call) => introspect(state, call),
  };
}

function info(state: GitlabState, call: Call): Answer {
  const { settings, clock } = state;
  const token = find(state, tokenOf(call));
  if (token === undefined || fault(state, token) !== undefined) {
    const [status, error] = settings.badToken.split(' ');
    const headers = { 'www-authenticate': `Bearer realm="Doorkeeper", error="${error}"` };
    return json({ error, error_description: 'The access token is invalid' }, { status: Number(status), headers });
  }
  const { scopes, application, user, createdAt, expiresAt } = token;
  const left = Math.floor((expiresAt - clock.now()) / 1000);
  const shown = { list: { scope: scopes, scopes }, text: { scope: scopes.join(' ') }, deprecated: { scopes } };
  return json({
    resource_owner_id: user,
    ...shown[settings.scopeShape],
    expires_in: left,
    application: { uid: application },
    created_at: Math.floor(createdAt / 1000),
    expires_in_seconds: left,
  });
}

function introspect(state: GitlabState, call: Call): Answer {
  const caller = applicationOf(state, call);
  if (!('secret' in caller)) return caller;
  const { settings } = state;
  if (settings.introspection === 'error') return html(htmlPage('500', markup`<p>Whoops.</p>`), { status: 500 });
  const token = find(state, call.form.get('token') ?? undefined);
  const isGood = token?.application === caller.id && fault(state, token) === undefined;
  if (!isGood || token === undefined || settings.introspection === 'inactive') return json({ active: false });
  const times = { exp: Math.floor(token.expiresAt / 1000), iat: Math.floor(token.createdAt / 1000) };
  const { scopes, application } = token;
  return json({ active: true, scope: scopes.join(' '), client_id: application, token_type: 'Bearer', ...times });
}
