import { describe, expect, it } from 'vitest';
import { sample, sampleManifest } from '../sample.ts';
import { directionRule, doorRule } from './direction.ts';

describe('import direction', () => {
  it.each([
    ['packages/core/src/a.ts', '@bearerkit/testkit', 'core imports nobody'],
    ['packages/core/src/a.ts', '@bearerkit/core', 'not even itself'],
    ['packages/providers/azure-ad/src/a.ts', '@bearerkit/core', 'a provider has two doors of core'],
    ['packages/providers/azure-ad/src/a.ts', '@bearerkit/testkit', 'a provider without its fake'],
    ['packages/providers/azure-ad/src/fake/a.ts', '@bearerkit/node', 'a fake is no server of ours'],
    ['packages/providers/azure-ad/src/a.test.ts', '@bearerkit/express', 'provider to adapter, in a test too'],
    ['packages/adapters/node/src/a.ts', '@bearerkit/express', 'adapter to adapter'],
    ['packages/adapters/node/src/a.ts', '@bearerkit/azure-ad', 'adapter to provider'],
    ['packages/adapters/express/src/a.ts', '@bearerkit/store-sql', 'adapter to store'],
    ['packages/stores/sql/src/a.ts', '@bearerkit/node', 'store to adapter'],
    ['packages/testkit/src/a.ts', '@bearerkit/azure-ad', 'testkit to provider'],
    ['apps/gateway/src/a.ts', '@bearerkit/azure-ad', 'gateway to provider outside its demo'],
    ['packages/adapters/express/src/a.test.ts', '@bearerkit/gateway', 'anything to an app'],
  ])('%s may not import %s: %s', (path, specifier) => {
    const planted = sample({ [path]: `import type { A } from '${specifier}';\n` });
    expect(directionRule.find(planted)).toEqual([`${path} may not import ${specifier}`]);
  });

  it('sees dynamic imports, re-exports and types in place', () => {
    const path = 'packages/core/src/a.ts';
    for (const text of [`await import('@bearerkit/node')`, `export * from '@bearerkit/node'`]) {
      expect(directionRule.find(sample({ [path]: text }))).toEqual([`${path} may not import @bearerkit/node`]);
    }
    expect(directionRule.find(sample({ [path]: `type A = import('@bearerkit/node').A;` }))).toHaveLength(1);
  });

  it('never lets a provider import a provider, whatever its package.json says', () => {
    const planted = sample({
      ...sampleManifest('packages/adapters/node', { name: '@bearerkit/okta' }),
      'packages/providers/okta/package.json': JSON.stringify({ name: '@bearerkit/okta', exports: { '.': '' } }),
      ...sampleManifest('packages/providers/azure-ad', { devDependencies: { '@bearerkit/okta': '1' } }),
      'packages/providers/azure-ad/src/a.test.ts': `import { okta } from '@bearerkit/okta';\n`,
    });
    expect(directionRule.find(planted)).toEqual([expect.stringContaining('may not import @bearerkit/okta')]);
  });

  it('lets a test import what its package names as a development dependency', () => {
    const test = { 'packages/adapters/express/src/a.test.ts': `import { azureAd } from '@bearerkit/azure-ad';\n` };
    const named = sampleManifest('packages/adapters/express', { devDependencies: { '@bearerkit/azure-ad': '1' } });
    expect(directionRule.find(sample(test))).toHaveLength(1);
    expect(directionRule.find(sample({ ...test, ...named }))).toEqual([]);
  });
});

describe('doors', () => {
  it.each([
    ['packages/adapters/node/src/a.ts', '@bearerkit/core/src/registry.ts'],
    ['packages/adapters/node/src/a.ts', '@bearerkit/core/dist/index.js'],
    ['packages/providers/azure-ad/src/a.ts', '@bearerkit/core/internal'],
  ])('%s past the door: %s', (path, specifier) => {
    const found = doorRule.find(sample({ [path]: `import '${specifier}';\n` }));
    expect(found).toEqual([`${path} imports ${specifier}, which is not a door`]);
  });

  it.each([
    ['packages/adapters/node/src/a.ts', '../../../core/src/registry.ts'],
    ['packages/adapters/node/src/a.test.ts', '../../express/src/index.ts'],
    ['packages/adapters/node/src/a.ts', '../../../../tools/tool.ts'],
    ['tools/a.ts', '../packages/core/src/index.ts'],
  ])('%s out of its folder: %s', (path, specifier) => {
    const found = doorRule.find(sample({ [path]: `import '${specifier}';\n` }));
    expect(found).toEqual([`${path} leaves its package: ${specifier}`]);
  });
});
