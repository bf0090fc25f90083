import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';
import { sendLines } from '../__fixtures__/wire.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({ link: false });
});
afterAll(() => test.stop());

const cases = [
  ...['?', '#', ';', '%3f', '%3F', '%23', '%3b', '%3B'].map((mark) => [`/wiki/x${mark}canary`, '/wiki/x'] as const),
  ['/wiki/x;a?canary', '/wiki/x'],
  ['http://canary@a/wiki/x', '-'],
  ['canary', '-'],
  ['*', '-'],
] as const;
it.each(cases)('%s is logged as %s (rule 56)', async (target, path) => {
  const before = test.log.length;
  const { status } = await sendLines(test.url, target, []);
  if (target !== 'canary') await expect.poll(() => test.log[before]).toMatchObject({ path, status });
  expect(test.text()).not.toContain('canary');
});
