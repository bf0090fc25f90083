import type { Auth } from '../auth.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Requirements } from '../types.ts';

/**
 * Step 5: what this route demands of a proved caller; runs on every request, cached or not. The first unmet demand, if
 * any.
 */
export function unmet(
  auth: Auth,
  demands: Requirements,
  authenticatedAt: number | undefined,
  now: number,
): Refusal | undefined {
  const { scopes, anyScope, audience, roles, groups, maxAge } = demands;
  if (audience !== undefined && !audience.some((aud) => auth.audience.includes(aud))) {
    return new Refusal('wrong_audience', `this route wants ${audience.join(' or ')}.`);
  }
  if (maxAge !== undefined && !(authenticatedAt !== undefined && now - authenticatedAt <= maxAge)) {
    return new Refusal('step_up_required', `the sign-in may be ${maxAge} s old.`);
  }
  const lacking = scopes?.filter((scope) => !auth.scopes.includes(scope)) ?? [];
  if (lacking.length > 0) return new Refusal('insufficient_scope', `it lacks ${lacking.join(' ')}.`);
  if (anyScope !== undefined && !anyScope.some((scope) => auth.scopes.includes(scope))) {
    return new Refusal('insufficient_scope', `it has none of ${anyScope.join(' ')}.`);
  }
  if (roles !== undefined && !roles.some((role) => auth.roles.includes(role)))
    return new Refusal('forbidden', 'no role that the route allows.');
  if (groups !== undefined && !groups.some((group) => auth.groups.includes(group)))
    return new Refusal('forbidden', 'no group that the route allows.');
  return undefined;
}
