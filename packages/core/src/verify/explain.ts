import { ConfigurationError } from '../errors/configuration-error.ts';
import { reasons } from '../errors/reasons.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Check, Explanation, Requirements } from '../types.ts';
import { Trace } from './trace.ts';
import type { Walk } from './walk.ts';

/** The stages of a walk, in order; those that a refusal kept from running are listed as skipped. */
const stages = [
  'stores',
  'request',
  'recognised',
  'not revoked',
  'attributes',
  'subject not revoked',
  'local user',
  'route',
];

/**
 * Runs the walk for a token afresh and tells every check; never the token.
 * @throws ConfigurationError for a bad `accept`
 */
export async function explain(walk: Walk, token: string, demands: Requirements): Promise<Explanation> {
  const checks: Check[] = [];
  try {
    const auth = await walk.explain(token, demands, new Trace(checks));
    return { ok: true, provider: auth.provider, subject: auth.subject, checks };
  } catch (error) {
    if (ConfigurationError.isInstance(error)) throw error;
    const { reason } = error instanceof Refusal ? error : { reason: 'store_unavailable' as const };
    const seen = new Set(checks.map(({ check }) => check));
    const last = stages.findLastIndex((stage) => seen.has(stage));
    if (!checks.some(({ outcome }) => outcome === 'failed')) {
      checks.push({
        check: 'walk',
        outcome: 'failed',
        seen: `unexpected ${(error as Error | undefined)?.name ?? 'error'}`,
        fix: reasons[reason].fix,
      });
    }
    const rest = stages.slice(last + 1).filter((stage) => !seen.has(stage));
    return { ok: false, reason, checks: [...checks, ...rest.map((check) => ({ check, outcome: 'skipped' as const }))] };
  }
}
