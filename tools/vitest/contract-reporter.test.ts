import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/bearerkit');
let folder = '';

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'contract-'));
  const reporter = JSON.stringify(join(root, 'tools/vitest/contract-reporter.ts'));
  const config = `import { ContractReporter } from ${reporter};
    export default { test: { reporters: [new ContractReporter()], exclude: [] } };`;
  writeFileSync(join(folder, 'vitest.config.mts'), config);
  const last = `it('skips: the provider declares nothing of what is skipped', () => {});`;
  const contract = (body: string) => `import { describe, expect, it } from 'vitest'; ${body}`;
  const tests = {
    acme: `it('good token', () => expect(1).toBe(2)); ${last} describe('its own', () => it('another', () => {}));`,
    other: `describe.each(['a', 'b'])('%s', () => { it.skip('good token (it has none)', () => {}); ${last} });`,
  };
  for (const [id, body] of Object.entries(tests)) {
    const source = join(folder, 'packages/providers', id, 'src');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, `${id}.contract.test.ts`), contract(body));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...more: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...more], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout;

it('prints what each provider made of each case, and no test that is not of the contract', () => {
  const text = run();
  expect(text).toContain('2 cases at 2 providers');
  expect(text).toContain('✗ -  good token\n✓ ✓  skips: ');
  expect(text).not.toContain('another');
});

it('prints nothing where a few tests were asked for by name', () => {
  expect(run('-t', 'good token')).not.toContain('Contract of providers');
});
