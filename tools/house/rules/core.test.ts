import { describe, expect, it } from 'vitest';
import { sample } from '../sample.ts';
import { lightDoorRule, roomRule } from './core.ts';

const registry = 'packages/core/src/registry.ts';

describe('the rooms of core', () => {
  it.each([
    ['packages/core/src/verify/prove.ts', `import type { JWK } from 'jose';`, 'jose'],
    ['packages/core/src/verify/prove.ts', `const { jwtVerify } = await import('jose');`, 'jose'],
    ['packages/core/src/jose/keys.ts', `import axios from 'axios';`, 'axios'],
    ['packages/core/src/http/keys.ts', `import { decode } from 'jose/base64url';`, 'jose'],
  ])('finds in %s: %s', (path, text, library) => {
    expect(roomRule.find(sample({ [path]: text }))).toEqual([`${path} imports ${library}`]);
  });
});

describe('the doors of core', () => {
  it('are found to load what they should not, with the way there', () => {
    const planted = sample({ [registry]: `import { client } from './http/client.ts';\n` });
    const way = 'index.ts → registry.ts → http/client.ts';
    expect(lightDoorRule.find(planted)).toEqual([`packages/core/src/index.ts loads axios: ${way}`]);
    const index = { 'packages/core/src/index.ts': `export * from './provider/index.ts';\n` };
    expect(lightDoorRule.find(sample(index))).toEqual([expect.stringContaining('index.ts loads zod')]);
    const provider = { 'packages/core/src/provider/provider.ts': `import 'jose';\n` };
    expect(lightDoorRule.find(sample(provider))).toEqual([expect.stringContaining('provider/index.ts loads jose')]);
  });

  it('are loaded by an import of inline types, which stays at run time', () => {
    const planted = sample({ [registry]: `import { type ZodType } from 'zod';\n` });
    expect(lightDoorRule.find(planted)).toHaveLength(1);
    expect(lightDoorRule.find(sample({ [registry]: `import type { ZodType } from 'zod';\n` }))).toEqual([]);
  });
});
