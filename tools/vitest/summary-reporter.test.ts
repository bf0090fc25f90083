import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache/bearerkit');
let folder = '';

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'reporter-'));
  writeFileSync(
    join(folder, 'vitest.config.mts'),
    `import { SummaryReporter } from ${JSON.stringify(join(root, 'tools/vitest/summary-reporter.ts'))};
     export default { test: { reporters: ['default', new SummaryReporter()], exclude: [] } };`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function vitest(source: string, ci = ''): { lines: string[]; status: number | null } {
  writeFileSync(join(folder, 'a.test.ts'), `import { afterAll, expect, it } from 'vitest';\n${source}`);
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: ci },
  });
  return { lines: stdout.trimEnd().split('\n'), status };
}

describe('the summary of a real vitest run', () => {
  it('is the last line, after the skipped tests by name', () => {
    const { lines, status } = vitest(
      `it('one', () => {}); it.skip('two', () => {}); it('three', (context) => context.skip('no time'));`,
    );
    expect(lines.slice(-3)).toEqual([
      'skipped: a.test.ts > two',
      'skipped: a.test.ts > three (no time)',
      '1 passed, 0 failed, 2 skipped',
    ]);
    expect(status).toBe(0);
  });

  it('counts a failing test, a failing hook and a file that does not load', () => {
    const hook = `afterAll(() => { throw new Error('hook'); });`;
    const failing = vitest(`it('one', () => {}); it('two', () => expect(1).toBe(2)); ${hook}`);
    expect(failing.lines.at(-1)).toBe('1 passed, 2 failed, 0 skipped');
    expect(failing.status).toBe(1);
    const broken = vitest(`throw new Error('no tests here');`);
    expect(broken.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(broken.status).toBe(1);
  });

  it('turns a skip for a missing service into a failure with CI=true', () => {
    const source = `it('one', (context) => context.skip('missing service: redis'));`;
    expect(vitest(source)).toMatchObject({ status: 0 });
    const { lines, status } = vitest(source, 'true');
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
    expect(status).toBe(1);
  });
});
