import type { ProviderDocument } from '@bearerkit/core/provider';
import { isGuid } from './options.ts';

/** A claim as text; one of another type is none. Not by `String`, which calls what a claim calls `toString`. */
export const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

/** The tenant that an issuer speaks for: the one id among the segments of its path. */
export const tenantOf = (issuer: unknown): string => textOf(issuer).split('/').find(isGuid) ?? '';

/** Whether `tid` is the tenant of the issuer, as written there, and no second claim has its name in another case. */
export const isOfItsTenant = (claims: ProviderDocument): boolean =>
  claims.tid === tenantOf(claims.iss) && Object.keys(claims).filter((name) => /^tid$/i.test(name)).length === 1;

/**
 * Whom a token stands for. `idtyp` may be absent, and says nothing then: an app's token has no `scp`, and the app's
 * service principal as `sub` and `oid`. Other tokens (agents, devices) are neither.
 * https://learn.microsoft.com/entra/identity-platform/optional-claims-reference (checked 2026-08)
 */
export function standsFor({ scp, sub, oid, idtyp }: ProviderDocument): 'user' | 'app' | undefined {
  const kind = typeof scp === 'string' ? 'user' : scp === undefined && sub === oid ? 'app' : undefined;
  return idtyp === undefined || idtyp === kind ? kind : undefined;
}

/** Any app of a tenant can have a token for any API of it without a role; only an administrator gives roles. */
export const isRoleless = (claims: ProviderDocument): boolean =>
  standsFor(claims) === 'app' && !(Array.isArray(claims.roles) && claims.roles.length > 0);

/**
 * Only "e-mail domain owner verified" counts, in the spellings that were seen: `email` is what any tenant's
 * administrator wrote. https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
 */
export const isEmailVerified = ({ xms_edov }: ProviderDocument): boolean =>
  [true, 'true', 1, '1'].some((yes) => yes === xms_edov);
