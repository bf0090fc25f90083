import { createHash } from 'node:crypto';
import { signJwt } from './keys.ts';
import { type Grant, type IssuedToken, issuerOf, keysOf, type OktaState } from './state.ts';

const lifeSeconds = 3600;
const refreshSeconds = 90 * 86_400;

/** What the token endpoint gives. */
export interface OktaTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
}

/** How an issued token differs from a good one. */
export interface OktaForgery {
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** `undefined` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

/** Issues the tokens of a grant: as many as its scopes ask for. */
export function issueTokens(state: OktaState, grant: Grant, family = state.nextId(16)): OktaTokens {
  const accessToken = issueAccess(state, grant, {}, family);
  const asks = (scope: string) => grant.user !== undefined && grant.scopes.includes(scope);
  return {
    accessToken,
    ...(asks('offline_access') ? { refreshToken: issueRefresh(state, grant, family) } : {}),
    ...(asks('openid') ? { idToken: issueId(state, grant, accessToken, {}, family) } : {}),
  };
}

/** Signs an access token; those of the org server have a `typ`, and the org as audience. */
export function issueAccess(
  state: OktaState,
  grant: Grant,
  { header, claims = {} }: OktaForgery = {},
  family = state.nextId(16),
): string {
  const { server, client, scopes } = grant;
  const user = state.users.get(grant.user ?? '');
  const custom = user === undefined || server === '' ? {} : { email: user.email, name: user.name, groups: user.groups };
  const who =
    user === undefined
      ? { sub: client }
      : { sub: user[state.settings.subject], uid: user.uid, auth_time: secondsOf(state) };
  const audience = server === '' ? state.url : state.servers.get(server)?.audience;
  const whole: Claims = {
    ...common(state, grant, 'AT'),
    aud: audience,
    cid: client,
    scp: scopes,
    ...who,
    ...custom,
    ...claims,
  };
  const typ = server === '' ? { typ: 'application/okta-internal-at+jwt' } : {};
  const text = signJwt(keysOf(state, server)[0], { ...typ, ...header }, whole);
  return keep(state, text, { ...grant, kind: 'access', family, claims: whole, expiresAt: Number(whole.exp) * 1000 });
}

/** Signs an ID token: the same key, no `typ`, the client as audience. */
export function issueId(
  state: OktaState,
  grant: Grant,
  accessToken: string,
  { header, claims = {} }: OktaForgery = {},
  family = state.nextId(16),
): string {
  const user = state.users.get(grant.user ?? '');
  const { login, email, name, emailVerified } = user ?? {};
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  const about = { preferred_username: login, email, email_verified: emailVerified, name };
  const more = { amr: ['pwd'], idp: '00oidp', at_hash: hash, auth_time: secondsOf(state) };
  const whole: Claims = {
    ...common(state, grant, 'ID'),
    sub: user?.uid,
    aud: grant.client,
    ...about,
    ...more,
    ...claims,
  };
  const text = signJwt(keysOf(state, grant.server)[0], header ?? {}, whole);
  return keep(state, text, { ...grant, kind: 'id', family, claims: whole, expiresAt: Number(whole.exp) * 1000 });
}

/** Makes a refresh token, which is opaque. */
export function issueRefresh(state: OktaState, grant: Grant, family: string): string {
  const expiresAt = state.clock.now() + refreshSeconds * 1000;
  return keep(state, state.nextId(40), { ...grant, kind: 'refresh', family, claims: {}, expiresAt });
}

function common(state: OktaState, { server }: Grant, kind: string) {
  const now = secondsOf(state);
  return { ver: 1, jti: `${kind}.${state.nextId(40)}`, iss: issuerOf(state, server), iat: now, exp: now + lifeSeconds };
}

function keep({ tokens }: OktaState, text: string, token: IssuedToken): string {
  tokens.set(text, token);
  return text;
}

const secondsOf = ({ clock }: OktaState) => Math.floor(clock.now() / 1000);
