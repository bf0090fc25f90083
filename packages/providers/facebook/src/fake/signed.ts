import { createHmac } from 'node:crypto';
import type { FacebookApp, FacebookState, FacebookUser } from './state.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a deauthorize callback brings: signature first, over the encoded payload. */
export function signedRequest({ clock }: FacebookState, { secret }: FacebookApp, { id }: FacebookUser): string {
  const payload = encode({ algorithm: 'HMAC-SHA256', issued_at: Math.floor(clock.now() / 1000), user_id: id });
  return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}

/** An ID token as of Limited Login; its signature is none, since nobody here looks at it. */
export function idToken({ clock, nextId }: FacebookState, iss: string, { id: aud }: FacebookApp, user: FacebookUser) {
  const now = Math.floor(clock.now() / 1000);
  const claims = { iss, aud, sub: user.id, iat: now, exp: now + 3600, name: user.name };
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: nextId(40) })}.${encode(claims)}.${nextId(64)}`;
}
