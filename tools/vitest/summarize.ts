/** A test that did not run, and why, where it says so. */
export interface Skip {
  readonly name: string;
  readonly reason?: string | undefined;
}

/** What a test run came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skip[];
  /** Whether a skip for a missing service counts as a failure. */
  readonly strict: boolean;
  /** Whether to name the skipped tests: not where the caller asked for a few by name. */
  readonly list: boolean;
}

/**
 * Whether a test was skipped because something to test against is not there: its name or reason says so,
 * as in `skip('missing service: redis')`.
 */
function missingService({ name, reason = '' }: Skip): boolean {
  const words = `${name} ${reason}`;
  return /\bservice\b/i.test(words) && /\b(missing|needs?|without|unavailable|not running)\b/i.test(words);
}

/** The skipped tests by name, then `N passed, N failed, N skipped` as the last line. */
export function summarize({ passed, failed, skipped, strict, list }: Outcome): { text: string; failed: number } {
  const refused = strict ? skipped.filter(missingService) : [];
  const tolerated = skipped.filter((skip) => !refused.includes(skip));
  const allFailed = failed + refused.length;
  const lines = [
    ...(list ? tolerated.map((skip) => describe('skipped', skip)) : []),
    ...refused.map((skip) => describe('failed, a service it needs is missing', skip)),
    `${passed} passed, ${allFailed} failed, ${tolerated.length} skipped`,
  ];
  return { text: `${lines.join('\n')}\n`, failed: allFailed };
}

function describe(outcome: string, { name, reason }: Skip): string {
  return `${outcome}: ${name}${reason ? ` (${reason})` : ''}`;
}
