import { describe, expect, it } from 'vitest';
import { sample, sampleManifest } from '../sample.ts';
import { coreDependenciesRule, dependenciesRule, exportsRule } from './manifest.ts';

const node = 'packages/adapters/node';

describe('the exports map', () => {
  it('is found to name what was not built, types or code', () => {
    const target = { types: './dist/other.d.ts', default: './dist/index.js' };
    const planted = sample(sampleManifest(node, { exports: { '.': target, './package.json': './package.json' } }));
    expect(exportsRule.find(planted)).toEqual([`${node} has no types of ".": ./dist/other.d.ts`]);
    const code = sample(
      sampleManifest(node, { exports: { './a': { types: './dist/index.d.ts', default: './dist/a.js' } } }),
    );
    expect(exportsRule.find(code)).toEqual([`${node} has no code of "./a": ./dist/a.js`]);
  });

  it('is found without types, and a command without its file', () => {
    const bare = sample(sampleManifest(node, { exports: { '.': './dist/index.js' } }));
    expect(exportsRule.find(bare)).toEqual([`${node} has no types of ".": not stated`]);
    const command = sample(sampleManifest(node, { bin: { a: 'dist/a.js' } }));
    expect(exportsRule.find(command)).toEqual([`${node} has no command a: dist/a.js`]);
  });
});

describe('declared dependencies', () => {
  it.each([
    ['a library', `${node}/src/a.ts`, `import kysely from 'kysely';`, 'kysely'],
    ['a type', `${node}/src/a.ts`, `import type { A } from '@fastify/a/b';`, '@fastify/a'],
    ['a dynamic import', `${node}/src/a.ts`, `await import('undici');`, 'undici'],
    ['a part of Node without its prefix', `${node}/src/a.ts`, `import 'fs';`, 'fs'],
    ['a development dependency in shipped code', `${node}/src/a.ts`, `import { it } from 'vitest';`, 'vitest'],
    ['a library of a test', `${node}/src/a.test.ts`, `import 'supertest';`, 'supertest'],
  ])('are found to lack %s', (_, path, text, name) => {
    expect(dependenciesRule.find(sample({ [path]: text }))).toEqual([`${path} imports ${name}, which is not declared`]);
  });

  it('are found in vain', () => {
    const vain = (changes: object): readonly string[] => dependenciesRule.find(sample(sampleManifest(node, changes)));
    const found = [`${node} declares koa and does not import it`];
    const core = { '@bearerkit/core': '^1' };
    expect(vain({ dependencies: { ...core, koa: '3' } })).toEqual(found);
    expect(vain({ peerDependencies: { koa: '3' } })).toEqual(found);
    expect(vain({ devDependencies: { koa: '3' } })).toEqual(found);
  });

  it('are not saved by a test that imports them', () => {
    const test = { [`${node}/src/a.test.ts`]: `import 'koa';` };
    const planted = sample({ ...test, ...sampleManifest(node, { peerDependencies: { koa: '3' } }) });
    expect(dependenciesRule.find(planted)).toEqual([`${node} declares koa and does not import it`]);
  });

  it('of core are three', () => {
    const dependencies = { axios: '1', jose: '1', zod: '1', lodash: '4' };
    const planted = sample(sampleManifest('packages/core', { dependencies }));
    expect(coreDependenciesRule.find(planted)).toEqual(['packages/core depends on lodash']);
  });
});
