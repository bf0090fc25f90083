import type { Auth } from '../auth.ts';
import { nowSeconds } from '../internal/clock.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Requirements } from '../types.ts';

const mostSkew = 120;

/**
 * Step 5: what this route demands of a proved caller; runs on every request, cached or not. The first unmet demand, if
 * any.
 */
export function unmet(auth: Auth, demands: Requirements, authenticatedAt: number | undefined): Refusal | undefined {
  const { scopes, anyScope, audience, roles, groups, maxAge, acr } = demands;
  if (audience !== undefined && !hasAny(auth.audience, audience)) {
    return new Refusal('wrong_audience', `this route wants ${audience.join(' or ')}.`);
  }
  if (maxAge !== undefined && !isRecent(authenticatedAt, maxAge)) {
    return new Refusal('step_up_required', `the sign-in may be ${maxAge} s old.`);
  }
  if (acr !== undefined && !acr.includes(auth.claims.acr as string)) {
    return new Refusal('step_up_required', `the sign-in must be ${acr.join(' or ')}.`);
  }
  if (scopes !== undefined && !hasAll(auth.scopes, scopes)) {
    const lacking = scopes.filter((scope) => !auth.scopes.includes(scope));
    return new Refusal('insufficient_scope', `it lacks ${lacking.join(' ')}.`);
  }
  if (anyScope !== undefined && !hasAny(auth.scopes, anyScope)) {
    return new Refusal('insufficient_scope', `it has none of ${anyScope.join(' ')}.`);
  }
  if (roles !== undefined && !hasAny(auth.roles, roles))
    return new Refusal('forbidden', 'no role that the route allows.');
  if (groups !== undefined && !hasAny(auth.groups, groups))
    return new Refusal('forbidden', 'no group that the route allows.');
  return undefined;
}

/** A sign-in to come says nothing; clocks may differ by two minutes. */
function isRecent(authenticatedAt: number | undefined, maxAge: number): boolean {
  if (authenticatedAt === undefined) return false;
  const age = nowSeconds() - authenticatedAt;
  return age <= maxAge && age >= -mostSkew;
}

// Loops, not closures: they run on every request.
function hasAll(held: readonly string[], wanted: readonly string[]): boolean {
  for (const item of wanted) if (!held.includes(item)) return false;
  return true;
}

function hasAny(held: readonly string[], wanted: readonly string[]): boolean {
  for (const item of wanted) if (held.includes(item)) return true;
  return false;
}
