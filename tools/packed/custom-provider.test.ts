import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Application, createApplication } from './application.ts';

const run = promisify(execFile);
let application: Application;

beforeAll(async () => {
  application = await createApplication({ typescript: '^5.9.0', vitest: '^4.0.0', '@types/node': '^24.0.0' });
}, 300_000);
afterAll(() => application?.remove());

/** Runs a command of the application, as npm would; gives what it printed, also when it fails. */
async function command(name: string, args: readonly string[], folder: string): Promise<string> {
  const file = join(application.folder, 'node_modules', name);
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, VITEST_POOL_ID: undefined, NODE_OPTIONS: undefined };
  return run(process.execPath, [file, ...args], { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }) => `FAILED ${stdout}${stderr}`,
  );
}

describe.each(['oidc', 'oauth2'])('npm create bearerkit-provider, %s', (protocol) => {
  it.each(['jwt', 'opaque'])(
    'with %s tokens: builds, type-checks and passes the contract untouched',
    async (token) => {
      const id = `acme-${protocol}-${token}`;
      const flags = ['--protocol', protocol, '--token', token];
      const written = await command('create-bearerkit-provider/dist/bin.js', [id, ...flags], application.folder);
      expect(written).toContain(`${id}/src/${id}.contract.test.ts`);
      const folder = join(application.folder, id);
      const { bearerkit, name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      expect([name, bearerkit]).toEqual([`bearerkit-${id}`, { provider: true }]);
      expect(await command('typescript/bin/tsc', ['--noEmit'], folder)).toBe('');
      expect(await command('typescript/bin/tsc', ['-p', 'tsconfig.build.json'], folder)).toBe('');
      const tested = await command('vitest/vitest.mjs', ['run', '--reporter', 'json'], folder);
      const { numPassedTests, numFailedTests } = JSON.parse(tested.slice(tested.indexOf('{')));
      expect({ numFailedTests, enough: numPassedTests >= 50 }).toEqual({ numFailedTests: 0, enough: true });
      const factory = `acme${[protocol, token].map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('')}`;
      const built = await import(join(folder, 'dist/index.js'));
      expect(built[factory].about).toMatchObject({ id, contract: 1 });
    },
    120_000,
  );
});

describe('examples/custom-provider-discord', () => {
  const folder = () => join(application.folder, 'discord');
  beforeAll(async () => {
    await cp(join(import.meta.dirname, '../../examples/custom-provider-discord'), folder(), { recursive: true });
  });

  it('builds from published names, passes the contract, and stays within 60 lines', async () => {
    expect((await readFile(join(folder(), 'src/discord.ts'), 'utf8')).split('\n').length).toBeLessThanOrEqual(61);
    expect(await command('typescript/bin/tsc', ['--noEmit'], folder())).toBe('');
    expect(await command('typescript/bin/tsc', ['-p', 'tsconfig.build.json'], folder())).toBe('');
    const tested = await command('vitest/vitest.mjs', ['run', '--reporter', 'json'], folder());
    expect(JSON.parse(tested.slice(tested.indexOf('{')))).toMatchObject({ numFailedTests: 0 });
  }, 120_000);

  it('stands in a registry beside our own', async () => {
    const script = join(application.folder, 'beside.mjs');
    await writeFile(
      script,
      `import { createProviderRegistry } from '@bearerkit/core';
import { meetup } from '@bearerkit/meetup';
import { discord } from './discord/dist/index.js';
import { createDiscordFake } from './discord/dist/fake/index.js';
const fake = await createDiscordFake();
const registry = createProviderRegistry({
  meetup: meetup({ clientId: 'key', clientSecret: 'secret' }),
  discord: discord({ clientId: fake.client.id, clientSecret: fake.client.secret, endpoints: fake.endpoints }),
});
const token = await fake.token();
const auth = await registry.verify({ headers: { authorization: 'Bearer ' + token } }, { accept: ['discord'] });
console.log(auth.id, auth.username);
await registry.close();
await fake.stop();`,
    );
    expect((await run(process.execPath, [script], { cwd: application.folder })).stdout).toBe(
      'discord/member-1 user-1\n',
    );
  });
});

it('loaders find all eleven, and nothing else, in the application’s own package.json', async () => {
  const script = join(application.folder, 'found.mjs');
  await writeFile(
    script,
    `import { loadProviders } from '@bearerkit/core/load';
import { z } from 'zod';
for (const [name, { about }] of await loadProviders(process.cwd())) {
  const schema = z.toJSONSchema(about.options, { io: 'input', unrepresentable: 'any' });
  console.log(name, about.contract, typeof schema);
}`,
  );
  const ids = ['azure-ad', 'cognito', 'facebook', 'github', 'gitlab', 'google', 'keycloak', 'meetup', 'oidc', 'okta'];
  const lines = [...ids, 'slack'].map((id) => `@bearerkit/${id} 1 object`);
  const { stdout } = await run(process.execPath, [script], { cwd: application.folder });
  expect(stdout.trim().split('\n').sort()).toEqual(lines);
});
