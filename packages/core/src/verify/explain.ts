import { ConfigurationError } from '../errors/configuration-error.ts';
import { type Reason, reasons } from '../errors/reasons.ts';
import { parseCompact } from '../internal/compact.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Check, Explanation, Requirements } from '../types.ts';
import { formFault } from './form.ts';
import { nameOf, Trace } from './trace.ts';
import type { Walk } from './walk.ts';
import { inWords } from './wording.ts';

/** Only where a token or a route is about proofs. */
const possession = 'proof of possession';
const first = ['stores', 'request', 'recognised', 'not revoked'];
const last = ['attributes', 'subject not revoked', possession, 'local user', 'route'];
const closing = ['kind', 'provider rule', 'audience', 'confirmation'];
const opening = [
  'issuer',
  'algorithm',
  'critical headers',
  'form',
  'token type',
  'expiry',
  'key',
  'key can be used',
  'signature',
];
/** What every signed token goes through, in order. */
const signed = [...opening, ...closing, 'subject', 'scope'];

/**
 * Runs the walk for a token afresh and tells every check; never the token. What a refusal kept from running is listed
 * as skipped.
 * @throws ConfigurationError for a bad `accept`
 */
export async function explain(walk: Walk, token: string, demands: Requirements): Promise<Explanation> {
  const checks: Check[] = [];
  const words = (check: Check) => inWords(check, wasAsked(checks) ? undefined : parseCompact(token));
  try {
    const auth = await walk.explain(token, demands, new Trace(checks));
    const { provider, subject } = auth;
    return { ok: true, provider, subject, checks: checks.map(words) };
  } catch (error) {
    if (ConfigurationError.isInstance(error)) throw error;
    const { reason } = error instanceof Refusal ? error : { reason: 'store_unavailable' as const };
    if (!checks.some(({ outcome }) => outcome === 'failed')) checks.push(unforeseen(error, reason));
    const told = checks.map((check) => words(summed(formed(check, reason, token), reason)));
    return { ok: false, reason, checks: [...told, ...skipped(checks)] };
  }
}

/** Whether a provider's answer, or our own memory, was looked at and not what the token says. */
const wasAsked = (checks: readonly Check[]) =>
  checks.some(({ check }) => check === 'obtained by us' || check.startsWith('asked '));

/** Of what is nobody's token because it is not even one: what keeps it from being one. */
function formed(check: Check, reason: Reason, token: string): Check {
  const fault = check.outcome === 'failed' && reason === 'unrecognised' ? formFault(token) : undefined;
  return check.check === 'recognised' && fault !== undefined ? { ...check, ...fault } : check;
}

/** A failed check says what happened before it says what to do. */
function summed(check: Check, reason: Reason): Check {
  const { sentence, fix } = reasons[reason];
  return check.fix === fix ? { ...check, fix: `${sentence} ${fix}` } : check;
}

function skipped(checks: readonly Check[]): Check[] {
  const seen = new Set(checks.map(({ check }) => check));
  const all = [...first, ...(wasAsked(checks) ? closing : seen.has('issuer') ? signed : []), ...last];
  const reached = all.findLastIndex((check) => seen.has(check));
  return all
    .slice(reached + 1)
    .flatMap((check) => (seen.has(check) || check === possession ? [] : [{ check, outcome: 'skipped' }]));
}

function unforeseen(error: unknown, reason: Reason): Check {
  return { check: 'walk', outcome: 'failed', seen: `unexpected ${nameOf(error)}`, fix: reasons[reason].fix };
}
