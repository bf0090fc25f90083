import { expect, it } from 'vitest';
import { printable } from './log.ts';

it('text from outside is escaped beyond printable ASCII, and cut', () => {
  expect(printable('a\r\n\u202eb\u0085\ud800é')).toBe('a\\u000d\\u000a\\u202eb\\u0085\\ud800\\u00e9');
  expect(printable('x'.repeat(300))).toBe(`${'x'.repeat(256)}…`);
});
