import { expect, it } from 'vitest';
import { sample } from '../sample.ts';
import { indexRule } from './index-files.ts';

const path = 'packages/core/src/errors/index.ts';

it.each([
  'export const a = 1;',
  `import { a } from './a.ts';\nexport { a };`,
  `import './a.ts';`,
  'export default 1;',
  'console.log(1);',
])('finds an index.ts with %j', (text) => {
  expect(indexRule.find(sample({ [path]: text }))).toEqual([`${path} does more than re-export`]);
});

it('accepts every form of re-export', () => {
  const text = `/** All. */\nexport * from './a.ts';\nexport * as b from './b.ts';\nexport type { C } from './c.ts';\n`;
  expect(indexRule.find(sample({ [path]: text }))).toEqual([]);
});
