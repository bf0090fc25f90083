import { createHash } from 'node:crypto';
import { signJwt } from './keys.ts';
import { type CognitoState, type Grant, issuerOf } from './state.ts';

const lifeSeconds = 3600;
const refreshSeconds = 30 * 86_400;

/** What the token endpoint gives. */
export interface CognitoTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
}

/** How an issued token differs from a good one. */
export interface CognitoForgery {
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** `undefined` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

/** Signs an access token: no `aud`, and `version` only where it is of the OAuth endpoints. */
export function issueAccess(
  state: CognitoState,
  { client, user: sub, scopes, resource }: Grant,
  { header, claims = {} }: CognitoForgery = {},
  session = state.nextId(32),
): string {
  const user = state.users.get(sub ?? '');
  const who =
    user === undefined ? { sub: client } : { sub: user.sub, username: user.username, auth_time: secondsOf(state) };
  const whole: Claims = {
    ...common(state, session),
    ...who,
    ...groupsOf(user),
    ...(resource === undefined ? {} : { aud: resource }),
    version: 2,
    client_id: client,
    token_use: 'access',
    scope: scopes.join(' '),
    ...claims,
  };
  const text = signJwt(state.keys.access, header ?? {}, whole);
  const expiresAt = Number(whole.exp) * 1000;
  state.tokens.set(text, { kind: 'access', client, user: sub, scopes, session, expiresAt });
  return text;
}

/** Signs an ID token, with the other key. */
export function issueId(
  state: CognitoState,
  { client, user: sub }: Grant,
  accessToken: string,
  { header, claims = {} }: CognitoForgery = {},
  session = state.nextId(32),
): string {
  const user = state.users.get(sub ?? '');
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  const whole: Claims = {
    ...common(state, session),
    ...groupsOf(user),
    sub,
    aud: client,
    token_use: 'id',
    'cognito:username': user?.username,
    email: user?.email,
    email_verified: user?.emailVerified,
    name: user?.name,
    at_hash: hash,
    auth_time: secondsOf(state),
    ...claims,
  };
  return signJwt(state.keys.id, header ?? {}, whole);
}

/** Makes a refresh token, which is opaque. */
export function issueRefresh(state: CognitoState, grant: Grant, session: string): string {
  const text = `eyJjdHkiOiJKV1QifQ.${state.nextId(64)}.${state.nextId(16)}.${state.nextId(64)}.${state.nextId(22)}`;
  state.tokens.set(text, { ...grant, kind: 'refresh', session, expiresAt: state.clock.now() + refreshSeconds * 1000 });
  return text;
}

const groupsOf = (user: { readonly groups: readonly string[] } | undefined) =>
  user === undefined || user.groups.length === 0 ? {} : { 'cognito:groups': user.groups };

function common(state: CognitoState, session: string) {
  const now = secondsOf(state);
  const ids = { origin_jti: session, event_id: state.nextId(32), jti: state.nextId(32) };
  return { iss: issuerOf(state), ...ids, iat: now, exp: now + lifeSeconds };
}

const secondsOf = ({ clock }: CognitoState) => Math.floor(clock.now() / 1000);
