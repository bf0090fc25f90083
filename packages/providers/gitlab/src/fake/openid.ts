import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import type { GitlabState } from './state.ts';
import { fault, find, tokenOf } from './tokens.ts';
import { deniedReason } from './users.ts';

/** OpenID userinfo: errors have no body, and without the scope `email` the address is the public one. */
export function openidRoutes(state: GitlabState): Routes {
  const answer = (call: Call) => userinfo(state, call);
  return { [`GET ${state.root}/oauth/userinfo`]: answer, [`POST ${state.root}/oauth/userinfo`]: answer };
}

function userinfo(state: GitlabState, call: Call): Answer {
  const token = find(state, tokenOf(call));
  const user = state.users.get(token?.user);
  if (token === undefined || user === undefined || fault(state, token) !== undefined)
    return empty(401, 'invalid_token');
  if (deniedReason(user) !== undefined) return empty(401, 'invalid_token');
  if (!token.scopes.includes('openid')) return empty(403, 'insufficient_scope');
  const { id, username, name, owner, developer } = user;
  const roles = 'https://gitlab.org/claims/groups';
  const own = token.scopes.includes('email');
  return json({
    sub: String(id),
    sub_legacy: 'f'.repeat(64),
    name,
    nickname: username,
    preferred_username: username,
    ...(own ? { email: user.email, email_verified: user.confirmedAt !== null } : { email: user.publicEmail }),
    groups: [...new Set([...owner, ...developer])],
    [`${roles}/owner`]: owner,
    [`${roles}/maintainer`]: [],
    [`${roles}/developer`]: developer,
  });
}

const empty = (status: number, error: string): Answer => ({
  status,
  headers: { 'www-authenticate': `Bearer realm="Doorkeeper", error="${error}"` },
});
