import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const bin = join(import.meta.dirname, '../../dist/bin.js');
/** The package of the gateway lists the provider packages that the configurations use. */
const application = join(import.meta.dirname, '../..');

const good = `version: 1
listen: 127.0.0.1:0
resource: https://api.example.com
admin: { listen: 127.0.0.1:0 }
data: data
store: sqlite:store.db
providers:
  meetup:
    use: "@bearerkit/meetup"
    clientId: key
    clientSecret: secret
upstreams:
  wiki:
    url: http://127.0.0.1:8090
    users:
      kind: static
      match: link
      list: [{ username: user-1 }]
    actAs: { kind: jwt }
routes:
  - match: { path: /wiki/** }
    upstream: wiki
    accept: [meetup]
`;

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bearerkit-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(text: string, ...more: string[]) {
  const file = join(folder, `${++count}.yaml`);
  await writeFile(file, text);
  const result = await run(process.execPath, [bin, 'check', '--config', file, ...more], { cwd: application }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
  return { ...result, file };
}

const attributeMatch = good.replace('match: link', 'match: attribute\n      attribute: ATTRIBUTE');
const unbound = good.replace('clientSecret: secret', 'clientSecret: secret\n    binding: none');
const second = `  other:
    use: "@bearerkit/meetup"
    clientId: other
    clientSecret: secret
    binding: none
    acceptTokensOfAnyApp: true
upstreams:`;

const refusals: [string, string, RegExp, RegExp][] = [
  [
    'an unknown option of a provider',
    good.replace('clientId', 'clientIdd'),
    /:\d+: providers\.meetup\.clientIdd: /,
    /exist/,
  ],
  ['an unknown key of a route', good.replace('accept:', 'acccept:'), /:23: routes\[0\]\.acccept: /, /no such option/],
  [
    'a secret file that is not there',
    good.replace('clientSecret: secret', 'clientSecret: { file: nowhere }'),
    /:11: providers\.meetup\.clientSecret\S*: /,
    /nowhere/,
  ],
  [
    'an environment variable that is not set',
    good.replace('clientId: key', `clientId: \${NOT_SET_ANYWHERE}`),
    /:10: providers\.meetup\.clientId: /,
    /NOT_SET_ANYWHERE/,
  ],
  [
    'an http provider URL that is not loopback',
    good.replace('clientId: key', 'clientId: key\n    endpoints: { token: "http://login.example.com/token" }'),
    /:11: providers\.meetup\.endpoints\.token: /,
    /https/,
  ],
  [
    'an http upstream that is neither loopback nor onlyReachableThroughGateway',
    good.replace('http://127.0.0.1:8090', 'http://wiki.example.com'),
    /:14: upstreams\.wiki\.url: /,
    /onlyReachableThroughGateway/,
  ],
  ['Meetup bound by nothing', unbound, /:\d+: providers\.meetup\S*: /, /acceptTokensOfAnyApp: true/],
  [
    'two instances of one route that could take the same token',
    unbound
      .replace('binding: none', 'binding: none\n    acceptTokensOfAnyApp: true')
      .replace('upstreams:', second)
      .replace('accept: [meetup]', 'accept: [meetup, other]'),
    /:\d+: routes\[0\]\.accept\S*: /,
    /meetup.*other/,
  ],
  [
    'match by the display name',
    attributeMatch.replace('ATTRIBUTE', 'name'),
    /:\d+: upstreams\.wiki\.users\.attribute: /,
    /allowReassignableUsername/,
  ],
  [
    'match by a username that an override takes from the display name',
    attributeMatch
      .replace('ATTRIBUTE', 'username')
      .replace('clientSecret: secret', 'clientSecret: secret\n    attributes: { username: /data/self/name }'),
    /:\d+: upstreams\.wiki\.users\.attribute: /,
    /allowReassignableUsername/,
  ],
  [
    'an override of the subject',
    good.replace('clientSecret: secret', 'clientSecret: secret\n    attributes: { subject: /data/self/name }'),
    /:12: providers\.meetup\.attributes\.subject: /,
    /subject/,
  ],
  [
    'a provider package that is not installed',
    good.replace('@bearerkit/meetup', '@bearerkit/nowhere'),
    /:9: providers\.meetup\.use: /,
    /npm install/,
  ],
];

describe('what can not be used is refused in one line with file, line and key, exit code 2', () => {
  it.each(refusals)('%s', async (_, text, place, advice) => {
    const { code, stdout, stderr, file } = await check(text);
    expect(stderr).toMatch(advice);
    expect(stderr.startsWith(file)).toBe(true);
    expect(stderr.slice(file.length)).toMatch(place);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('the good one is good, as text and as JSON', async () => {
    expect(await check(good)).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await check(good, '--json');
    expect(JSON.parse(stdout)).toEqual({ ok: true, providers: 1, upstreams: 1, routes: 1, warnings: [] });
  });

  it('a secret that everybody can read is told about', async () => {
    await writeFile(join(folder, 'open-secret'), 'x', { mode: 0o644 });
    const { code, stderr } = await check(good.replace('clientSecret: secret', 'clientSecret: { file: open-secret }'));
    expect(code).toBe(0);
    expect(stderr).toMatch(/open-secret can be read by everybody: chmod o-rwx /);
  });

  it('a failure is JSON too, where JSON is asked for', async () => {
    const { code, stdout, file } = await check(good.replace('accept:', 'acccept:'), '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { file, line: 23, key: 'routes[0].acccept' } });
  });

  it('the danger that an operator accepted is shown', async () => {
    const { code, stderr } = await check(
      unbound.replace('binding: none', 'binding: none\n    acceptTokensOfAnyApp: true'),
    );
    expect(code).toBe(0);
    expect(stderr).toContain('DANGER');
  });
});
