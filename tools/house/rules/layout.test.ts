import { expect, it } from 'vitest';
import { sample } from '../sample.ts';
import { contractTestRule, readmeRule, topFilesRule } from './layout.ts';

const readme = 'packages/core/README.md';

it('finds a package without one of its five top files', () => {
  for (const file of ['README.md', 'CHANGELOG.md', 'tsconfig.json', 'tsup.config.ts']) {
    const planted = sample({ [`packages/adapters/node/${file}`]: undefined });
    expect(topFilesRule.find(planted)).toEqual([`packages/adapters/node has no ${file}`]);
  }
});

it('finds a provider or an adapter without a contract test', () => {
  for (const path of ['packages/providers/azure-ad/src/azure-ad', 'packages/adapters/express/src/express']) {
    const missing = `${path}.contract.test.ts`;
    expect(contractTestRule.find(sample({ [missing]: undefined }))).toEqual([`${missing} is missing`]);
  }
});

it('finds a README that is long, or says neither how to install nor how to use', () => {
  const good = sample().files.get(readme) ?? '';
  const found = (text: string): readonly string[] => readmeRule.find(sample({ [readme]: text }));
  expect(found(`${good}${'\n'.repeat(80 - good.split('\n').length + 1)}`)).toEqual([]);
  expect(found(`${good}${'\n'.repeat(80)}`)).toEqual([expect.stringMatching(/has \d+ lines, more than 80/)]);
  expect(found(good.replace('@bearerkit/core', '@bearerkit/other'))).toEqual([expect.stringContaining('npm install')]);
  expect(found(good.replace('console.log(5);\n', ''))).toEqual([`${readme} has no fence with ten lines of use`]);
});
