import type { ProviderDocument } from '@bearerkit/core/provider';
import { isGuid } from './options.ts';

/** The tenant that an issuer speaks for: the one id among the segments of its path. */
export const tenantOf = (issuer: unknown): string | undefined =>
  typeof issuer === 'string' ? issuer.split('/').find(isGuid) : undefined;

/**
 * Whether a token says one tenant, and the one of its issuer: `tid` as it is written, and no second claim that differs
 * from it in case alone.
 */
export function isOfItsTenant(claims: ProviderDocument): boolean {
  const names = Object.keys(claims).filter((name) => name.toLowerCase() === 'tid');
  return names.length === 1 && names[0] === 'tid' && claims.tid === tenantOf(claims.iss);
}

/**
 * Whom a token stands for. `idtyp` may be absent, and says nothing then: an app's token has no `scp`, and the app's
 * service principal as `sub` and `oid`. Other tokens (agents, devices) are neither.
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference (checked 2026-08)
 */
export function standsFor({ scp, sub, oid, idtyp }: ProviderDocument): 'user' | 'app' | undefined {
  if (typeof scp === 'string') return idtyp === undefined || idtyp === 'user' ? 'user' : undefined;
  const isApp = scp === undefined && typeof oid === 'string' && sub === oid;
  return isApp && (idtyp === undefined || idtyp === 'app') ? 'app' : undefined;
}

/** Any app of a tenant can have a token for any API of it without a role; only an administrator gives roles. */
export const isRoleless = (claims: ProviderDocument): boolean =>
  standsFor(claims) === 'app' && !(Array.isArray(claims.roles) && claims.roles.length > 0);

/** The vendor's key of a person or an app: the tenant, and the object in it, which is never given to another. */
export const objectOf = ({ tid, oid }: ProviderDocument): string => `${tid}.${oid}`;

/** Of an external directory, whose tokens may lack `tid` and `oid`. */
export const subjectOf = ({ iss, sub }: ProviderDocument): string => `${tenantOf(iss)}.${sub}`;

/**
 * Only "e-mail domain owner verified" counts, in the spellings that were seen: `email` is what any tenant's
 * administrator wrote. https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
 */
export const isEmailVerified = ({ xms_edov }: ProviderDocument): boolean =>
  [true, 'true', 1, '1'].some((yes) => yes === xms_edov);
