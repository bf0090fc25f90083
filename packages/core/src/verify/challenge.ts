import { AuthError, type AuthErrorDetails } from '../errors/auth-error.ts';
import { reasons } from '../errors/reasons.ts';
import type { Refusal } from '../internal/refusal.ts';
import type { Requirements } from '../types.ts';

/** Where the metadata document of a resource lives (RFC 9728 §3.1): the well-known path goes between host and path. */
export function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

/** A refusal as the answer for one route: status, challenge (RFC 6750 §3, RFC 9470 §3, RFC 9728 §5.1) and reference. */
export function toAuthError(
  refusal: Refusal,
  demands: Requirements,
  resource: string | undefined,
  provider: string | undefined,
): AuthError {
  const { reason, detail, retryAfter } = refusal;
  const { status, code } = reasons[reason];
  const details: { -readonly [K in keyof AuthErrorDetails]: AuthErrorDetails[K] } = { detail, retryAfter, provider };
  const challenged = status === 401 || status === 400 || reason === 'insufficient_scope';
  if (challenged) {
    const parameters: [string, string | undefined][] = [
      ['realm', demands.realm ?? (resource === undefined ? 'api' : new URL(resource).host)],
      [
        'error',
        reason === 'missing' ? undefined : reason === 'step_up_required' ? 'insufficient_user_authentication' : code,
      ],
      ['scope', reason === 'insufficient_scope' ? (demands.scopes ?? demands.anyScope)?.join(' ') : undefined],
      ['max_age', reason === 'step_up_required' ? String(demands.maxAge) : undefined],
      ['resource_metadata', resource === undefined ? undefined : metadataUrl(resource)],
    ];
    const present = parameters.filter((pair): pair is [string, string] => pair[1] !== undefined);
    details.headers = {
      'www-authenticate': `Bearer ${present.map(([name, value]) => `${name}="${quoted(value)}"`).join(', ')}`,
    };
  }
  return new AuthError(reason, details);
}

/** RFC 9110 §5.6.4 quoted-string, without anything that could end the header line. */
const quoted = (value: string) => value.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&');
