import { bearerToken, type Call } from '@bearerkit/testkit';
import type { MeetupMember } from './members.ts';
import type { Grant, MeetupState } from './state.ts';

/** What a grant gives. */
export interface MeetupTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Issues an access token, and a refresh token unless one is given to be repeated. */
export function issueTokens(state: MeetupState, grant: Grant, repeated?: string): MeetupTokens {
  const { expiresIn } = state.settings;
  const expiresAt = state.clock.now() + expiresIn * 1000;
  const accessToken = tokenText(state, expiresAt);
  const refreshToken = repeated ?? tokenText(state, expiresAt);
  state.accessTokens.set(accessToken, { ...grant, expiresAt });
  if (repeated === undefined) state.refreshTokens.set(refreshToken, grant);
  return { accessToken, refreshToken, expiresIn };
}

/** Forgets every token an application holds for a member, as when the member removes it in the account settings. */
export function removeTokens(state: MeetupState, { client, member }: Grant): void {
  for (const tokens of [state.accessTokens, state.refreshTokens] as Map<string, Grant>[]) {
    for (const [text, grant] of tokens) if (grant.client === client && grant.member === member) tokens.delete(text);
  }
}

/** The token a request carries in its header or, where `inQuery` admits it, as `access_token`. */
export function tokenOf(call: Call, inQuery = false): string | undefined {
  return (
    bearerToken(call.headers.authorization) ?? (inQuery ? (call.query.get('access_token') ?? undefined) : undefined)
  );
}

/** The member behind a token, whichever client it was issued to: that is the hole a caller of Meetup must close. */
export function memberBehind(state: MeetupState, token: string): MeetupMember | undefined {
  const found = state.accessTokens.get(token);
  const good = found !== undefined && found.expiresAt > state.clock.now() && !state.settings.proLapsed;
  return good ? state.members.get(found.member) : undefined;
}

/** A token in one of the two looks. A JWT-looking one names nobody, and its signature is no signature. */
function tokenText({ nextId, settings, clock }: MeetupState, expiresAt: number): string {
  if (settings.tokenLook === 'hex') return nextId();
  const times = { iat: Math.floor(clock.now() / 1000), exp: Math.floor(expiresAt / 1000) };
  const parts = [
    { typ: 'JWT', alg: 'RS256' },
    { jti: nextId(), ...times },
  ].map((part) => JSON.stringify(part));
  return [...parts, Buffer.from(nextId(64), 'hex')].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
