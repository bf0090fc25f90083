import { describe, expect, it } from 'vitest';
import { sample, sampleManifest } from '../sample.ts';
import { fileNameRule, packageNameRule, providerNameRule } from './naming.ts';

const folder = 'packages/providers/azure-ad';
const entry = `${folder}/src/azure-ad.ts`;
const text = sample().files.get(entry) ?? '';

describe('the name of a provider', () => {
  it.each([
    [
      'a package of another name',
      sampleManifest(folder, { name: '@bearerkit/azure' }),
      'is named @bearerkit/azure, not',
    ],
    ['no mark for the loader', sampleManifest(folder, { bearerkit: {} }), 'lacks "bearerkit"'],
    ['a factory of another name', { [entry]: text.replace('const azureAd', 'const azure') }, 'does not export azureAd'],
    ['an id of another name', { [entry]: text.replace(`id: 'azure-ad'`, `id: 'azureAd'`) }, `states id: 'azure-ad'`],
  ])('is found missing: %s', (_, changes, problem) => {
    expect(providerNameRule.find(sample(changes))).toEqual([expect.stringContaining(problem)]);
  });

  it('is found missing: a file of another name', () => {
    const planted = sample({ [entry]: undefined, [`${folder}/src/azure.ts`]: text });
    expect(providerNameRule.find(planted)).toEqual([`${entry} is missing`]);
  });

  it('is found in another case', () => {
    const planted = sample({ 'packages/providers/azureAd/package.json': '{ "name": "@bearerkit/azureAd" }' });
    expect(providerNameRule.find(planted)).toContain('packages/providers/azureAd is not in kebab-case');
  });
});

it('finds an adapter or a store that is not named after its folder', () => {
  const found = (changes: Record<string, string | undefined>): readonly string[] =>
    packageNameRule.find(sample(changes));
  const store = sampleManifest('packages/stores/sql', { name: '@bearerkit/sql' });
  expect(found(store)).toEqual(['packages/stores/sql is named @bearerkit/sql, not @bearerkit/store-sql']);
  const adapter = sampleManifest('packages/adapters/node', { name: '@bearerkit/http' });
  expect(found(adapter)).toEqual([expect.stringContaining('is named @bearerkit/http')]);
  const file = 'packages/adapters/node/src/node.ts';
  expect(found({ [file]: undefined })).toEqual([`${file} is missing`]);
});

it.each(['packages/core/src/jwsVerifier.ts', 'tools/Tool.ts', 'tools/my_tool.test.ts'])('finds the name %s', (path) => {
  expect(fileNameRule.find(sample({ [path]: '' }))).toEqual([`${path} is not in kebab-case`]);
});
