import { ProofRefusal } from '../dpop/refusal.ts';
import type { Dpop } from '../dpop/settings.ts';
import { AuthError } from '../errors/auth-error.ts';
import { reasons } from '../errors/reasons.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { Refusal } from '../internal/refusal.ts';
import type { Requirements } from '../types.ts';
import { challengeHeader } from './challenge-header.ts';

/** RFC 9728 §1.2: a resource identifier is a URL without a fragment; one without a host has no metadata. */
export function isResource(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && hash === '' && username === '' && password === '';
}

/** Where the metadata document of a resource lives (RFC 9728 §3.1): the well-known path goes between host and path. */
export function metadataUrl(resource: string): string {
  const { origin, pathname, search } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`;
}

/** What a challenge says of this API. */
interface Surroundings {
  readonly resource?: string | undefined;
  readonly dpop?: Dpop | undefined;
}

/** A refusal as the answer for one route: status, challenge and reference. */
export function toAuthError(
  refusal: Refusal,
  demands: Requirements,
  around: Surroundings | undefined,
  provider: string | undefined,
): AuthError {
  const { reason, detail, retryAfter } = refusal;
  const { status } = reasons[reason];
  const challenged = status === 401 || status === 400 || reason === 'insufficient_scope';
  const headers = challenged ? challenge(refusal, demands, around ?? {}) : undefined;
  return new AuthError(reason, { detail, retryAfter, provider, headers });
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3, RFC 9728 §5.1: the schemes that the route takes, and what each wants. */
function challenge(refusal: Refusal, demands: Requirements, { resource, dpop }: Surroundings): Record<string, string> {
  const { reason } = refusal;
  const parameters: Parameters = {
    realm: demands.realm ?? (resource === undefined ? 'api' : new URL(resource).host),
    error: errorOf(refusal),
    ...(reason === 'step_up_required'
      ? { acr_values: demands.acr?.join(' '), max_age: demands.maxAge?.toString() }
      : {}),
    ...(reason === 'insufficient_scope' ? { scope: (demands.scopes ?? demands.anyScope)?.join(' ') } : {}),
    resource_metadata: resource === undefined ? undefined : metadataUrl(resource),
  };
  const bearer = challengeHeader('Bearer', Object.entries(parameters));
  if (dpop === undefined) return { 'www-authenticate': bearer };
  const proof = challengeHeader('DPoP', Object.entries({ ...parameters, algs: dpop.algorithms.join(' ') }));
  const onlyProof = refusal instanceof ProofRefusal || demands.dpop === true || dpop.isRequired;
  const nonce = dpop.nonces?.current(nowSeconds());
  return {
    'www-authenticate': onlyProof ? proof : `${bearer}, ${proof}`,
    ...(nonce === undefined ? {} : { 'dpop-nonce': nonce }),
  };
}

function errorOf(refusal: Refusal): string | undefined {
  if (refusal.reason === 'missing') return undefined;
  if (refusal instanceof ProofRefusal) return refusal.error;
  return refusal.reason === 'step_up_required' ? 'insufficient_user_authentication' : reasons[refusal.reason].code;
}
