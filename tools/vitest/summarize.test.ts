import { describe, expect, it } from 'vitest';
import { summarize } from './summarize.ts';

const redis = { name: 'cache.test.ts > shares entries', reason: 'missing service: redis' };
const later = { name: 'cache.test.ts > shrinks', reason: undefined };
const outcome = { passed: 7, failed: 0, skipped: [redis, later], strict: false, list: true };

describe('the last lines of a test run', () => {
  it('names every skipped test with its reason, then counts', () => {
    expect(summarize(outcome)).toEqual({
      failed: 0,
      text: [
        'skipped: cache.test.ts > shares entries (missing service: redis)',
        'skipped: cache.test.ts > shrinks',
        '7 passed, 0 failed, 2 skipped\n',
      ].join('\n'),
    });
  });

  it('fails a test whose service is missing where that is no excuse', () => {
    const { text, failed } = summarize({ ...outcome, strict: true });
    expect(failed).toBe(1);
    expect(text).toMatch(/^failed, a service it needs is missing: .*redis\)$/m);
    expect(text.endsWith('\n7 passed, 1 failed, 1 skipped\n')).toBe(true);
  });

  it('does not name what a filter by name left out', () => {
    expect(summarize({ ...outcome, list: false }).text).toBe('7 passed, 0 failed, 2 skipped\n');
  });
});
