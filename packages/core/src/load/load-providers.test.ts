import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { loadProviders } from './load-providers.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bearerkit-load-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, content: string | object) => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const application = (manifest: object) => write('package.json', { name: 'app', ...manifest });

/** A factory as another copy of core, or none at all, would make it: nothing but the brand counts. */
const factory = (id: string, contract = 1) => `
  export const ${id} = Object.assign(() => ({}), { about: Object.freeze({ contract: ${contract}, id: '${id}', name: '${id}' }) });
  Object.defineProperty(${id}, Symbol.for('bearerkit.provider'), { value: true });
  export const helper = () => 1;
  export const about = ${id}.about;
`;
const install = (name: string, source: string, more: object = {}) => {
  const manifest = { name, type: 'module', exports: './index.js', bearerkit: { provider: true }, ...more };
  write(`node_modules/${name}/package.json`, manifest);
  write(`node_modules/${name}/index.js`, source);
};
const refusal = async () => {
  const error = await loadProviders(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ConfigurationError.isInstance(error)) throw new Error(`no configuration error: ${String(error)}`);
  return error;
};

describe('provider packages', () => {
  it('that the application lists are loaded, wherever it lists them', async () => {
    application({
      dependencies: { '@bearerkit/acme': '1' },
      devDependencies: { emca: '1' },
      optionalDependencies: { 'bearerkit-third': '1' },
    });
    install('@bearerkit/acme', factory('acme'));
    install('emca', factory('emca'));
    install('bearerkit-third', factory('third'));
    const loaded = await loadProviders(folder);
    expect([...loaded].map(([name, { about }]) => [name, about.id])).toEqual([
      ['@bearerkit/acme', 'acme'],
      ['emca', 'emca'],
      ['bearerkit-third', 'third'],
    ]);
    expect(loaded.get('emca')?.({})).toEqual({});
  });

  it('are found in a folder above, as in a workspace', async () => {
    install('acme', factory('acme'));
    write('apps/one/package.json', { name: 'one', dependencies: { acme: '1' } });
    expect([...(await loadProviders(join(folder, 'apps/one'))).keys()]).toEqual(['acme']);
  });

  it('that it does not list are left alone, and so are packages that are no providers', async () => {
    application({ dependencies: { library: '1' } });
    install('acme', 'throw new Error("must not run")');
    install('library', 'throw new Error("must not run")', { bearerkit: undefined });
    expect((await loadProviders(folder)).size).toBe(0);
  });

  it.each([{ provider: 'yes' }, { provider: 1 }, {}, true])(
    'say so with `"provider": true`, not with %j',
    async (bearerkit) => {
      application({ dependencies: { acme: '1' } });
      install('acme', 'throw new Error("must not run")', { bearerkit });
      expect((await loadProviders(folder)).size).toBe(0);
    },
  );

  it('that are not installed, or whose manifest can not be read, are not loaded', async () => {
    application({ dependencies: { missing: '1', broken: '1' } });
    write('node_modules/broken/package.json', '{');
    expect((await loadProviders(folder)).size).toBe(0);
  });

  it('may have exports that hide their manifest', async () => {
    application({ dependencies: { acme: '1' } });
    install('acme', factory('acme'), { exports: { '.': { types: './index.d.ts', default: './index.js' } } });
    expect((await loadProviders(folder)).size).toBe(1);
  });

  it('are the same factory under two names of one export', async () => {
    application({ dependencies: { acme: '1' } });
    install('acme', `${factory('acme')}\nexport { acme as alias };\nexport default acme;`);
    expect((await loadProviders(folder)).size).toBe(1);
  });

  it('of nothing at all are none', async () => {
    application({});
    expect((await loadProviders(folder)).size).toBe(0);
    await expect(loadProviders(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
  });
});

describe('refused by name', () => {
  it('a package of another contract', async () => {
    application({ dependencies: { acme: '1' } });
    install('acme', factory('acme', 2));
    expect(await refusal()).toMatchObject({
      code: 'unsupported',
      message: 'acme follows provider contract 2; this version reads 1',
      path: ['acme'],
    });
  });

  it('two factories, and none', async () => {
    application({ dependencies: { acme: '1' } });
    install('acme', factory('acme') + factory('emca').replaceAll(/helper|about = /g, (word) => `x${word}`));
    expect((await refusal()).message).toBe('acme exports 2 provider factories; it must be one');
  });

  it('none', async () => {
    application({ dependencies: { acme: '1' } });
    install(
      'acme',
      `export const acme = () => ({}); acme[Symbol.for('bearerkit.provider')] = 'yes'; export const x = null;`,
    );
    expect(await refusal()).toMatchObject({
      code: 'invalid_provider',
      message: 'acme exports 0 provider factories; it must be one',
    });
  });

  it.each([
    [
      'whose exports have no default',
      { exports: { '.': { import: './index.js' } } },
      factory('acme'),
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ],
    ['whose file is not there', { exports: './nowhere.js' }, factory('acme'), 'MODULE_NOT_FOUND'],
    ['that throws while it loads', {}, 'throw new Error("canary")', 'unknown error'],
  ])('one %s', async (_, manifest, source, code) => {
    application({ dependencies: { acme: '1' } });
    install('acme', source, manifest);
    const error = await refusal();
    expect(error).toMatchObject({ code: 'invalid_provider', path: ['acme'] });
    expect(error.message).toContain(`acme can not be loaded (${code})`);
  });
});

describe('never from a path or a URL', () => {
  it.each([
    './evil',
    '../evil',
    '../../evil',
    '/evil',
    'file:/evil',
    'https://evil.test/x.js',
    'evil/../../x',
    '@a/../evil',
    '.evil',
  ])('%s', async (name) => {
    application({ dependencies: { [name]: '1', [pathToFileURL(join(folder, 'evil')).href]: '1' } });
    for (const place of ['evil', 'node_modules/evil', 'x', 'node_modules/.evil']) {
      write(`${place}/package.json`, {
        name: 'evil',
        type: 'module',
        exports: './index.js',
        bearerkit: { provider: true },
      });
      write(`${place}/index.js`, 'throw new Error("must not run")');
    }
    expect((await loadProviders(folder)).size).toBe(0);
  });
});
