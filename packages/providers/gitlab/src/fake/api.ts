import { type Answer, type Call, json, type Routes } from '@bearerkit/testkit';
import type { GitlabState } from './state.ts';
import { fault, find, tokenOf } from './tokens.ts';
import { deniedReason, type GitlabUser } from './users.ts';

/** The REST API: a user as their token shows them, whichever application or person obtained it. */
export function apiRoutes(state: GitlabState): Routes {
  const self = `${state.root}/api/v4/personal_access_tokens/self`;
  return {
    [`GET ${state.root}/api/v4/user`]: (call) => user(state, call),
    [`GET ${self}`]: (call) => personalToken(state, call),
    [`POST ${self}/rotate`]: () => json({ message: 'Nobody may call this: it revokes the whole family.' }),
  };
}

const unauthorised = () => json({ message: '401 Unauthorized' }, { status: 401 });
const reading = ['api', 'read_api', 'read_user'];
const words = {
  expired: 'Token is expired. You can either do re-authorization or token refresh.',
  revoked: 'Token was revoked. You have to re-authorize from the user.',
};

function user(state: GitlabState, call: Call): Answer {
  const { users, personalTokens } = state;
  if (call.headers.cookie?.includes('_gitlab_session=')) return json(userDocument(users.get(1001)));
  const text = tokenOf(call) ?? '';
  const token = find(state, text);
  const personal = personalTokens.get(text);
  const problem = token === undefined ? undefined : fault(state, token);
  if (problem === 'expired' || problem === 'revoked') {
    return json({ error: 'invalid_token', error_description: words[problem] }, { status: 401 });
  }
  const found = token ?? (isActive(state, text) ? personal : undefined);
  const person = users.get(found?.user);
  if (found === undefined || person === undefined) return unauthorised();
  if (!found.scopes.some((scope) => reading.includes(scope))) return insufficient();
  const denied = deniedReason(person);
  return denied === undefined ? json(userDocument(person)) : json(forbidden(denied), { status: 403 });
}

const forbidden = (reason: string) => ({ message: `403 Forbidden - ${reason}` });
const insufficient = () => {
  const description = 'The request requires higher privileges than provided by the access token.';
  const body = { error: 'insufficient_scope', error_description: description, scope: reading.join(' ') };
  return json(body, { status: 403 });
};

function isActive({ personalTokens, clock }: GitlabState, text: string): boolean {
  const token = personalTokens.get(text);
  const ends = token?.expiresAt ?? '9999-12-31';
  return token !== undefined && !token.revoked && Date.parse(ends) > clock.now();
}

function personalToken(state: GitlabState, call: Call): Answer {
  const text = tokenOf(call) ?? '';
  const token = state.personalTokens.get(text);
  if (token === undefined || !isActive(state, text)) return unauthorised();
  const { scopes, user: id, revoked, expiresAt } = token;
  const dates = { created_at: '2026-01-31T09:00:00.000Z', last_used_at: null, expires_at: expiresAt };
  return json({ id: 7, name: 'Example', description: null, revoked, active: true, scopes, user_id: id, ...dates });
}

function userDocument(person: GitlabUser | undefined): Readonly<Record<string, unknown>> {
  if (person === undefined) return {};
  const { id, username, name, email, publicEmail, confirmedAt, state, locked, bot } = person;
  return {
    id,
    username,
    name,
    state,
    locked,
    bot,
    email,
    public_email: publicEmail,
    confirmed_at: confirmedAt,
    avatar_url: null,
    web_url: `https://gitlab.example.com/${username}`,
    created_at: '2024-11-02T09:20:00.000Z',
    identities: [],
    two_factor_enabled: true,
    external: false,
  };
}
