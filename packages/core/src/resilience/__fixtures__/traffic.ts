import { now } from '../../__fixtures__/issuer.ts';
import { type SigningKey, signJwt } from '../../__fixtures__/keys.ts';
import { bearer } from '../../__fixtures__/registry.ts';
import { AuthError } from '../../errors/auth-error.ts';
import type { ProviderRegistry } from '../../types.ts';

/** What came of a request. The last three must never be. */
export type Answer = 'ok' | 'refused' | 'unsure' | 'false 401' | 'wrong identity' | 'let in';

/** A token and what it is worth: the subject of a good one, nothing for a bad one. */
export interface Sample {
  readonly token: string;
  readonly subject?: string | undefined;
}

let count = 0;

/** A token that was never seen, signed for one of a thousand members; a bad one has the signature of another. */
export function signedToken(issuer: string, key: SigningKey, audience: string, good = true): Sample {
  const subject = `member-${++count % 1_000}`;
  const claims = { iss: issuer, sub: subject, aud: audience, client_id: 'client-1', iat: now(), exp: now() + 300 };
  const token = signJwt(key, { ...claims, jti: `${count}` });
  if (good) return { token, subject };
  const other = signJwt(key, { ...claims, jti: 'other' });
  return { token: token.slice(0, token.lastIndexOf('.')) + other.slice(other.lastIndexOf('.')) };
}

/** A token that was never seen, whose provider reads the subject from it ({@link subjectOf}). */
export function opaqueToken(prefix: string, good = true): Sample {
  const subject = `${++count % 1_000}`;
  const token = `${prefix}${good ? 'a' : 'b'}${subject.padStart(4, '0')}${count.toString(16)}`;
  return { token, subject: good ? `member-${subject}` : undefined };
}

/** What the provider of {@link opaqueToken} knows. */
export function subjectOf(token: string, prefix: string): string | undefined {
  return token.startsWith(`${prefix}a`)
    ? `member-${Number(token.slice(prefix.length + 1, prefix.length + 5))}`
    : undefined;
}

/** Sends a request and says what the answer was worth. */
export async function send<K extends string>(
  registry: ProviderRegistry<K>,
  provider: K,
  sample: Sample,
): Promise<Answer> {
  try {
    const auth = await registry.verify(bearer(sample.token));
    if (sample.subject === undefined) return 'let in';
    return auth.subject === sample.subject && auth.provider === provider ? 'ok' : 'wrong identity';
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    if (error.status === 503 && error.retryAfter !== undefined && error.retryAfter > 0) return 'unsure';
    return sample.subject === undefined ? 'refused' : 'false 401';
  }
}
