import type { AuthError } from '../errors/auth-error.ts';
import { reasons } from '../errors/reasons.ts';
import type { Entry } from '../internal/entry.ts';
import { deepFreeze } from '../internal/freeze.ts';
import { Refusal } from '../internal/refusal.ts';
import { checkSubjects, namesSubject, readDocument } from './documents.ts';
import type { Profile } from './facts.ts';

/** Userinfo where the token may call it, else the claims. @throws AuthError 503 when the provider can not be asked */
export async function fetchProfile(
  { claims, subject, rule: index, instance }: Entry,
  token: string,
  walk: { refusal(error: unknown, demands: object): AuthError },
): Promise<Profile> {
  const rule = instance.provider.accepts[index];
  const proved = rule?.token === 'opaque' && rule.inspect?.how === 'userinfo';
  try {
    if (proved || (await instance.endpoint('userinfo')) === undefined) return claims;
    const document = await readDocument(instance, 'userinfo', token);
    if (namesSubject(instance, 'userinfo')) {
      checkSubjects(instance, { userinfo: document }, subject);
      return deepFreeze(document);
    }
    // OIDC Core §5.3.2: an answer that does not name the token's subject must not be used.
    return claims.sub === undefined || document.sub === claims.sub ? deepFreeze(document) : claims;
  } catch (error) {
    if (error instanceof Refusal && reasons[error.reason].status === 401) return claims;
    throw walk.refusal(error, {});
  }
}
