import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measure } from './gauges.ts';
import { packagesOf, readRepository } from './repository.ts';
import { fenceProblems } from './rules/fences.ts';
import { rules } from './rules.ts';
import { sample } from './sample.ts';

const root = join(import.meta.dirname, '../..');
const repository = readRepository(root);

describe('in this repository', () => {
  it.each(rules.map((rule) => [rule.title, rule] as const))('%s', (_, rule) => {
    expect(rule.find(repository)).toEqual([]);
  });

  it('every ts fence of a document compiles', () => {
    expect(fenceProblems(repository, root)).toEqual([]);
  });

  it('the gauges stand where they should', () => {
    const gauges = measure(repository);
    console.log('gauges:', gauges);
    expect(gauges.anyCount).toBe(0);
    expect(gauges.medianLines).toBeLessThanOrEqual(90);
  });
});

describe('the rules themselves', () => {
  it.each(rules.map((rule) => [rule.title, rule] as const))('hold in the sample: %s', (_, rule) => {
    expect(rule.find(sample())).toEqual([]);
  });

  it('see all packages, none that is generated', () => {
    const folders = packagesOf(repository).map(({ folder }) => folder);
    expect(folders).toEqual(expect.arrayContaining(['packages/core', 'packages/providers/meetup', 'apps/gateway']));
    expect([...repository.files.keys()].filter((path) => /(^|\/)(node_modules|dist)\//.test(path))).toEqual([]);
  });

  it('measure lines, tests and any', () => {
    const planted = sample({
      'packages/core/src/a.ts': `${'let a: any;\n'.repeat(250)}`,
      'packages/core/src/a.test.ts': 'b();\n'.repeat(900),
    });
    expect(measure(planted)).toMatchObject({ maxLines: 250, anyCount: 250, coreDependencies: 3, medianLines: 1 });
    expect(measure(planted).testRatio).toBeGreaterThan(3);
  });
});
