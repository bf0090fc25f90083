import { describe, expect, it } from 'vitest';
import { sample } from '../sample.ts';
import { adapterSizeRule, fileSizeRule, lineLengthRule, providerSizeRule } from './size.ts';

const lines = (count: number): string => 'a();\n'.repeat(count);

it('finds a source file or a test over 300 lines', () => {
  for (const path of ['packages/core/src/a.ts', 'packages/core/src/a.test.ts', 'tools/a.mjs']) {
    expect(fileSizeRule.find(sample({ [path]: lines(300) }))).toEqual([]);
    expect(fileSizeRule.find(sample({ [path]: lines(301) }))).toEqual([`${path} has 301 lines, more than 300`]);
  }
});

it('finds a provider over 200 lines of code in all, without its fake, tests and words', () => {
  const folder = 'packages/providers/azure-ad';
  const apart = {
    [`${folder}/src/fake/b.ts`]: lines(250),
    [`${folder}/src/b.test.ts`]: lines(250),
    [`${folder}/src/quirks.ts`]: lines(250),
  };
  const comments = '/**\n * Words.\n */\n// More.\n\n'.repeat(50);
  expect(providerSizeRule.find(sample({ ...apart, [`${folder}/src/b.ts`]: comments + lines(190) }))).toEqual([]);
  const planted = { [`${folder}/src/b.ts`]: lines(100), [`${folder}/src/c.ts`]: lines(101) };
  expect(providerSizeRule.find(sample(planted))).toEqual([
    expect.stringMatching(/has 20\d lines of code, more than 200/),
  ]);
});

it('finds an adapter whose entry is over 80 lines', () => {
  const path = 'packages/adapters/express/src/express.ts';
  expect(adapterSizeRule.find(sample({ [path]: lines(80) }))).toEqual([]);
  expect(adapterSizeRule.find(sample({ [path]: lines(81) }))).toEqual([`${path} has 81 lines, more than 80`]);
});

describe('lines over 120 characters', () => {
  const path = 'packages/core/src/a.ts';
  const long = 'x'.repeat(130);

  it.each([
    ['a comment', path, `// ${'word '.repeat(30)}`],
    ['a name', path, `const ${long} = 1;`],
    ['numbers beside a string', path, `call(${'1, '.repeat(50)} 'text');`],
    ['prose', 'packages/core/README.md', 'word '.repeat(30)],
    ['YAML', '.github/workflows/ci.yml', `# ${'word '.repeat(30)}`],
  ])('are found in %s', (_, file, line) => {
    expect(lineLengthRule.find(sample({ [file]: `\n${line}\n` }))).toEqual([`${file}:2 is over 120 characters`]);
  });

  it.each([
    ['a string', path, `const a = '${long}';`],
    ['a template', path, `const a = \`\n${long}\n\`;`],
    ['a regular expression', path, `const a = /${long}/;`],
    ['a link in a comment', path, `// See https://example.com/${long}`],
    ['a table', 'packages/core/README.md', `| ${long} |`],
    ['a link in prose', 'packages/core/README.md', `See [there](./${long}).`],
    ['a generated changelog', 'packages/core/CHANGELOG.md', long],
  ])('are let pass in %s', (_, file, line) => {
    expect(lineLengthRule.find(sample({ [file]: `\n${line}\n` }))).toEqual([]);
  });

  it('are counted right after a template of several lines', () => {
    const text = `const a = \`\n\n\n\`;\n// ${'word '.repeat(30)}`;
    expect(lineLengthRule.find(sample({ [path]: text }))).toEqual([`${path}:5 is over 120 characters`]);
  });
});
