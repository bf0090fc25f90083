import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SlackState } from './state.ts';

let made: KeyObject | undefined;
const kid = 'slack-fake-1';
/** Made when first needed; the fakes of one process share it. */
const key = (): KeyObject => {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return made;
};

/** The key set (RFC 7517). */
export const keySet = (): object => ({
  keys: [{ ...createPublicKey(key()).export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }],
});

/** Whom an ID token is about, and for whom it is. */
export interface IdTokenRequest {
  readonly issuer: string;
  readonly client: string;
  /** `<team>_<user>` */
  readonly user: string;
  readonly accessToken: string;
  readonly nonce?: string | null | undefined;
  /** Laid over the claims; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** An ID token that lives for 300 seconds, with `at_hash` (OIDC Core §3.1.3.6). */
export function idToken({ users, clock }: SlackState, request: IdTokenRequest): string {
  const { issuer, client, user: subject, accessToken, nonce, claims } = request;
  const user = users.get(subject);
  const now = Math.floor(clock.now() / 1000);
  const payload = {
    iss: issuer,
    sub: user?.id,
    aud: client,
    exp: now + 300,
    iat: now,
    auth_time: now,
    ...(nonce ? { nonce } : {}),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    'https://slack.com/team_id': user?.team,
    'https://slack.com/user_id': user?.id,
    email: user?.email,
    email_verified: user?.emailVerified,
    name: user?.name,
    ...claims,
  };
  const parts = [{ typ: 'JWT', alg: 'RS256', kid }, payload];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key()).toString('base64url')}`;
}
