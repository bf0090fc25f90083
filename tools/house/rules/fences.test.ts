import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fenceProblems, fencesOf } from './fences.ts';

const root = join(import.meta.dirname, '../../..');
const document = (...lines: string[]): { files: Map<string, string>; built: Set<string> } => ({
  files: new Map([['README.md', lines.join('\n')]]),
  built: new Set(),
});

it('finds a fence that does not compile, by its line in the document', () => {
  const planted = document(
    '# A',
    '```ts',
    'const a = 1;',
    '```',
    '',
    '```ts',
    'let a: string;',
    'a = 2;',
    '```',
    '```js',
    '}',
    '```',
  );
  expect(fencesOf(planted).map(({ line }) => line)).toEqual([3, 7]);
  expect(fenceProblems(planted, root)).toEqual([expect.stringMatching(/^README\.md:8 error TS2322: /)]);
});

it('finds an import of what does not exist, and strict mistakes', () => {
  const planted = document(
    '```ts',
    `import { nothing } from 'node:http';`,
    'export const a = [1][0].toFixed();',
    '```',
  );
  expect(fenceProblems(planted, root)).toEqual([
    expect.stringMatching(/^README\.md:2 error TS2305: /),
    expect.stringMatching(/^README\.md:3 error TS2532: /),
  ]);
});

it('compiles each fence as a module of its own, with top-level await', () => {
  const good = ['```ts', 'const a = await Promise.resolve(1);', 'console.log(a);', '```'];
  expect(fenceProblems(document(...good, ...good), root)).toEqual([]);
});
