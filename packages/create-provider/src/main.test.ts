import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from './main.ts';
import { render } from './render.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-provider-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command; `typed` are the lines of somebody at a terminal. */
async function run(args: readonly string[], typed?: readonly string[]) {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let rest = [...(typed ?? [])];
  let out = '';
  output.on('data', (text: Buffer) => {
    out += text;
    const [line, ...more] = rest;
    if (!text.toString().includes('): ') || line === undefined) return;
    rest = more;
    input.write(`${line}\n`);
  });
  const code = await main(args, {
    folder,
    input: Object.assign(input, { isTTY: typed !== undefined }),
    output,
    errors,
  });
  await new Promise(setImmediate);
  return { code, out, err: String(errors.read() ?? '') };
}

const flags = ['--protocol', 'oauth2', '--token', 'opaque'];

describe('npm create bearerkit-provider', () => {
  it('writes a package into a folder of its own', async () => {
    expect(await run(['acme-cloud', ...flags])).toMatchObject({ code: 0, err: '' });
    const files = await readdir(join(folder, 'acme-cloud'), { recursive: true });
    for (const file of ['.gitignore', '.changeset/first.md', 'src/acme-cloud.ts', 'src/fake/acme-cloud-fake.ts'])
      expect(files).toContain(file);
    const source = await readFile(join(folder, 'acme-cloud/src/acme-cloud.ts'), 'utf8');
    expect(source).toContain('export const acmeCloud = defineProvider({');
    expect(source).not.toMatch(/__|#if|#end/);
  });

  it('asks for what the flags leave out', async () => {
    expect(await run([], ['acme', 'oidc', 'jwt'])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'acme/src/acme.ts'), 'utf8')).toContain('jwt({');
  });

  it('overwrites nothing', async () => {
    await run(['acme', ...flags]);
    expect(await run(['acme', ...flags])).toMatchObject({ code: 2, err: expect.stringContaining('there already') });
  });

  it.each([
    ['an id that is none', ['Acme Cloud', ...flags], /`Acme Cloud` is no id/],
    ['a way out of the folder', ['../acme', ...flags], /is no id/],
    [
      'another protocol',
      ['acme', '--protocol', 'saml', '--token', 'jwt'],
      /--protocol is `saml`; it can be oidc or oauth2/,
    ],
    ['a flag that does not exist', ['acme', '--tokens', 'jwt'], /--tokens/],
    ['two ids', ['acme', 'other', ...flags], /not also other/],
    ['too little, where nobody can be asked', ['acme'], /say id, --protocol and --token/],
  ])('%s: exit code 2, and nothing is written', async (_, args, message) => {
    const { code, err } = await run(args);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('--help tells the flags', async () => {
    const { code, out } = await run(['--help']);
    expect([code, out]).toEqual([0, expect.stringContaining('--protocol oidc|oauth2')]);
  });
});

it('a block of a template that does not end is a mistake of ours', () => {
  expect(() => render('// #if jwt\nx', { id: 'a', protocol: 'oidc', token: 'jwt' })).toThrow('does not end');
});
