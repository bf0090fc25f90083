import { createHash } from 'node:crypto';
import { type Answer, type Call, html, htmlPage, json, markup, type Routes } from '@bearerkit/testkit';
import { applicationOf, refuse } from './clients.ts';
import { signIdToken } from './id-tokens.ts';
import type { Code, GitlabApplication, GitlabState, Grant } from './state.ts';
import { find, issue } from './tokens.ts';
import { deniedReason } from './users.ts';

/** The token endpoint and revocation (RFC 7009). */
export function tokenRoutes(state: GitlabState): Routes {
  return {
    [`POST ${state.root}/oauth/token`]: (call) => withApplication(state, call, (own) => grant(state, call.form, own)),
    [`POST ${state.root}/oauth/revoke`]: (call) => withApplication(state, call, (own) => revoke(state, call.form, own)),
  };
}

function withApplication(state: GitlabState, call: Call, run: (own: GitlabApplication) => Answer): Answer {
  const caller = applicationOf(state, call);
  return 'secret' in caller ? run(caller) : caller;
}

function grant(state: GitlabState, form: URLSearchParams, { id }: GitlabApplication): Answer {
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const text = form.get('code') ?? '';
      const code = state.codes.get(text);
      state.codes.delete(text);
      const isMeant = code?.application === id && code.redirectUri === form.get('redirect_uri');
      const isGood = isMeant && code.expiresAt > state.clock.now() && verifies(code, form.get('code_verifier'));
      return isGood ? answer(state, code) : refuse('invalid_grant');
    }
    case 'refresh_token': {
      const old = state.tokens.find((token) => token.refreshToken === form.get('refresh_token'));
      if (old === undefined || old.revoked || old.application !== id) return refuse('invalid_grant');
      old.revoked = true;
      return answer(state, old);
    }
    case 'client_credentials':
      return answer(state, { application: id, user: null, scopes: (form.get('scope') ?? 'api').split(' ') });
    default:
      return refuse('unsupported_grant_type');
  }
}

/** RFC 7636 §4.6 */
function verifies({ challenge, method }: Code, verifier: string | null): boolean {
  if (challenge === null) return true;
  const made =
    method === 'S256'
      ? createHash('sha256')
          .update(verifier ?? '')
          .digest('base64url')
      : verifier;
  return verifier !== null && made === challenge;
}

function answer(state: GitlabState, { application, user, scopes }: Grant): Answer {
  const person = state.users.get(user);
  if (person !== undefined && deniedReason(person) !== undefined) {
    const page = html(htmlPage('Redirect', markup`<p>You are being redirected.</p>`), { status: 302 });
    return { ...page, headers: { ...page.headers, location: `${state.issuer}/users/sign_in` } };
  }
  const { text, refreshToken, createdAt } = issue(state, { application, user, scopes });
  const isLogin = person !== undefined && scopes.includes('openid');
  return json(
    {
      access_token: text,
      token_type: 'Bearer',
      expires_in: 7200,
      ...(user === null ? {} : { refresh_token: refreshToken }),
      ...(state.settings.scopeInTokenAnswer ? { scope: scopes.join(' ') } : {}),
      created_at: Math.floor(createdAt / 1000),
      ...(isLogin ? { id_token: signIdToken(state, person, application ?? '') } : {}),
    },
    { headers: { 'cache-control': 'no-store', 'set-cookie': '_gitlab_session=of-the-api; Path=/' } },
  );
}

/** Says yes to a token that nobody knows, and no to that of another application. */
function revoke(state: GitlabState, form: URLSearchParams, { id }: GitlabApplication): Answer {
  const text = form.get('token') ?? '';
  const token = find(state, text) ?? state.tokens.find(({ refreshToken }) => refreshToken === text);
  if (token === undefined) return json({});
  if (token.application !== id) return refuse('unauthorized_client', 403);
  token.revoked = true;
  return json({});
}
