import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { load } from '../__fixtures__/gateway.ts';
import { good, mistakes } from './__fixtures__/mistakes.ts';
import { ConfigFileError } from './config-file-error.ts';
import { loadConfig } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const file = join(folder, 'bearerkit.yaml');
mkdirSync(join(folder, 'secrets'));
writeFileSync(join(folder, 'secrets/meetup'), 'the-secret\n');
writeFileSync(join(folder, 'secrets/empty'), '\n');
afterAll(() => rmSync(folder, { recursive: true }));

const environment = { KEY: 'the-key' };
const read = (text: string) => {
  writeFileSync(file, text);
  return loadConfig(file, { load, environment });
};
const problem = async (text: string): Promise<string> => {
  const error = await read(text).then(
    () => expect.fail('the configuration was taken'),
    (thrown: unknown) => thrown,
  );
  if (!ConfigFileError.isInstance(error)) throw error;
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain('the-secret');
  return error.message.replace(`${file}:`, '').replaceAll(folder, '<folder>');
};
const changed = (from: string, to: string) => {
  expect(good).toContain(from);
  return good.replace(from, to);
};

describe('a configuration file', () => {
  it('is read with defaults, values from the environment and from files, relative to itself', async () => {
    const config = await read(good);
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      store: `sqlite:${folder}/bearerkit.db`,
      data: `${folder}/data`,
      policy: { enabled: true },
      upstreams: { wiki: { actAs: { kind: 'jwt', header: 'x-bearerkit-assertion' } } },
      routes: [{ public: false, accept: ['meetup'], match: { path: { base: '/wiki/rest', below: true } } }],
    });
    const { client } = config.providers.meetup ?? expect.fail();
    expect([client?.id, client?.secret?.reveal()]).toEqual(['the-key', 'the-secret']);
    expect(JSON.stringify(config)).not.toContain('the-secret');
  });

  it('has switched policy on unless it says otherwise, and `$${` stands for itself', async () => {
    const config = await read(good.replace('policy:\n  enabled: true\n', '').replace('clientId: ', 'clientId: $$'));
    expect(config.policy.enabled).toBe(true);
    expect(config.providers.meetup?.client?.id).toBe(`\${KEY}`);
  });

  it('is what the README shows', async () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [, shown = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    writeFileSync(file, shown);
    const config = await loadConfig(file, { load, environment: { MEETUP_KEY: 'k' } });
    expect(config.routes.map((route) => [route.match.path.text, route.public])).toEqual([
      ['/wiki/status', true],
      ['/wiki/rest/**', false],
    ]);
  });

  it('that is not there, or is no YAML, is one line too', async () => {
    await expect(loadConfig(join(folder, 'none.yaml'), { load })).rejects.toThrow(
      /none\.yaml: the file does not exist$/,
    );
    expect(await problem('version: 1\nlisten: [')).toMatch(/^\d+: YAML: /);
    expect(await problem('version: 1\nversion: 1\n')).toMatch(/^2: YAML: Map keys must be unique/);
    expect(await problem('')).toMatch(/^1: /);
  });

  it('is wrong at the place that comes first', async () => {
    const text = good.replace('version: 1', 'version: 2').replace('enabled: true', 'enabled: maybe');
    expect(await problem(text)).toBe('1: version: must be 1');
  });
});

describe('what is wrong in the file is told on one line, with line and key', () => {
  it.each(mistakes)('%s', async (_, from, to, expected) => {
    expect(await problem(changed(from, to))).toContain(expected);
    expect((await problem(changed(from, to))).indexOf(expected)).toBe(0);
  });

  it('actAs: header needs an upstream that only the gateway reaches', async () => {
    const text = good.replace('http://127.0.0.1:8090', 'https://wiki.test').replace('kind: jwt', 'kind: header');
    expect(await problem(text)).toMatch(/^21: upstreams\.wiki\.actAs\.kind: anybody who reaches wiki\.test could send/);
    const told = text.replace('type: confluence', 'onlyReachableThroughGateway: true');
    expect((await read(told)).upstreams.wiki?.actAs?.kind).toBe('header');
  });

  it('two providers of one route that could match the same token (both are named)', async () => {
    const second =
      '  other:\n    use: "@bearerkit/meetup"\n    clientId: x\n    clientSecret: y\n    binding: none\n    acceptTokensOfAnyApp: true\n';
    const third = second.replace('other', 'third');
    const text = good.replace('upstreams:\n', `${second}${third}upstreams:\n`).replace('[meetup]', '[other, third]');
    expect(await problem(text)).toMatch(
      /^39: routes\[0\]\.accept: `other` and `third` both take tokens of the same shape/,
    );
  });
});

describe('match: attribute on what people can change', () => {
  const by = (attribute: string, more = '') =>
    good.replace('match: link', `match: attribute\n      attribute: ${attribute}${more}`);

  it('refuses `name`, also when it is laid over `username` (rule 32)', async () => {
    expect(await problem(by('name'))).toMatch(
      /^19: upstreams\.wiki\.users\.attribute: name of `meetup` can be changed/,
    );
    const laid = by('username').replace('relay: {}', 'attributes: { username: /data/self/name }');
    expect(await problem(laid)).toMatch(/^19: upstreams\.wiki\.users\.attribute: username of `meetup` can be changed/);
    const implied = laid.replace('\n      attribute: username', '');
    expect(await problem(implied)).toMatch(/^18: upstreams\.wiki\.users\.match: username of `meetup` can be changed/);
  });

  it('refuses an e-mail that nobody verified, and a pointer that the provider does not know', async () => {
    expect(await problem(by('email'))).toMatch(/^19: upstreams\.wiki\.users\.attribute: email of `meetup` /);
    const acme = by('email')
      .replace('upstreams:\n', '  acme: { use: acme-provider }\nupstreams:\n')
      .replace('[meetup]', '[acme]');
    expect(await problem(acme)).toMatch(
      /^20: upstreams\.wiki\.users\.attribute: email of `acme` was verified by nobody/,
    );
    const unknown = by('username').replace('relay: {}', 'attributes: { username: /data/self/nick }');
    expect(await problem(unknown)).toMatch(/^19: upstreams\.wiki\.users\.attribute: username of `meetup` /);
  });

  it('takes it when the operator says so by name; the subject needs no such word', async () => {
    expect((await read(by('name', '\n      allowReassignableUsername: true'))).upstreams.wiki?.users?.attribute).toBe(
      'name',
    );
    expect((await read(by('subject'))).upstreams.wiki?.users?.attribute).toBe('subject');
  });
});
