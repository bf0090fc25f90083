import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMeetupFake, type MeetupFake } from '@bearerkit/meetup/fake';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Application, createApplication, freePort, type Program, start } from './application.ts';
import { startAssertionReader } from './assertion-reader.ts';
import { curl, guideConfiguration, guideLines, postman, type } from './guide.ts';

const member = '200000042';
const secret = 'the secret of the guide';
let application: Application;
let meetup: MeetupFake;
let confluence: Awaited<ReturnType<typeof startAssertionReader>>;
let gateway: string;
let port: number;
let file: string;
let program: Program;
let token: string;

const env = { MEETUP_KEY: 'meetup-client', MEETUP_SECRET: secret };
const bin = () => join(application.folder, 'node_modules/@bearerkit/gateway/dist/bin.js');
const startGateway = () => start(process.execPath, [bin(), 'start', '--config', file], application.folder, env, port);
const only = async (command: string) => {
  const [line = ''] = await guideLines(`npx bearerkit-gateway ${command}`);
  return type(line, application.folder, env);
};
const asked = async (path: string) => {
  const headers = { authorization: `Bearer ${token}` };
  return fetch(`${gateway}${path}`, { headers });
};

beforeAll(async () => {
  application = await createApplication({});
  port = await freePort();
  gateway = `http://127.0.0.1:${port}`;
  file = join(application.folder, 'bearerkit.yaml');
  meetup = await createMeetupFake({
    client: { id: env.MEETUP_KEY, secret, redirectUri: `${gateway}/auth/meetup/callback` },
  });
  meetup.members.add({ id: member, name: 'Member Forty-two' });
  const assertion = { jwksUrl: `${gateway}/.well-known/bearerkit/jwks.json`, issuer: gateway, audience: 'confluence' };
  confluence = await startAssertionReader(assertion);
}, 300_000);

afterAll(async () => {
  await program?.stop();
  await meetup?.stop();
  confluence?.stop();
  await application?.remove();
});

it('1 register: the secret goes into a file of its own, and check finds the configuration good', async () => {
  const [mkdir = ''] = await guideLines('mkdir');
  expect(await type(mkdir, application.folder, env)).toEqual({ code: 0, out: '' });
  expect((await stat(join(application.folder, 'secrets/meetup'))).mode & 0o077).toBe(0);
  await writeFile(
    file,
    await guideConfiguration({ port, adminPort: await freePort(), confluence: confluence.url, meetup }),
  );
  expect(await only('check')).toMatchObject({ code: 0 });
  program = await startGateway();
});

it('2 Postman: a token through the relay, with an empty client secret', async () => {
  token = await postman(gateway, meetup, member);
  await writeFile(join(application.folder, 'token.txt'), `${token}\n`);
});

it('3 userinfo: the answer shows where the stable id is', async () => {
  const { code, out } = await only('userinfo');
  expect(code, out).toBe(0);
  const [answer = '', values = ''] = out.split('\n\n');
  expect(JSON.parse(answer)).toMatchObject({ data: { self: { id: member, name: 'Member Forty-two' } } });
  expect(values).toMatch(/^\/data\/self\/id +id$/m);
  expect(values).toMatch(/^\/data\/self\/name .*mutable reassignable/m);
});

it('4 link, while the gateway runs; nothing is open before the switch is on', async () => {
  expect(await only('link ')).toMatchObject({ code: 0, out: `linked meetup/${member} to user-1 in confluence\n` });
  expect((await only('links')).out).toContain('user-1');
  expect((await asked('/confluence/rest/api/content/')).status).toBe(403);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('enabled: false', 'enabled: true'));
  await program.stop();
  program = await startGateway();
});

it('5 explain and curl: 200, 401 without an error, 401 invalid_token', async () => {
  const { code, out } = await only('explain');
  expect(code, out).toBe(0);
  expect(out).not.toContain(token);
  const answers = [];
  for (const line of await guideLines('curl')) answers.push(await curl(line, gateway, token));
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 401]);
  const [good = expect.fail(), missing = expect.fail(), wrong = expect.fail()] = answers;
  expect(((await good.json()) as { results: object[] }).results.length).toBeGreaterThan(0);
  expect(good.headers.get('x-ausername')).toBe('user-1');
  expect(missing.headers.get('www-authenticate')).not.toContain('error');
  expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
  expect(program.output()).not.toContain(token);
  expect(program.output()).not.toContain(secret);
});

it('the page says what stock products need', async () => {
  const text = await readFile(join(import.meta.dirname, '../../apps/docs/guides/meetup-to-confluence.md'), 'utf8');
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(
    /Stock Jira, Confluence and Bitbucket do not read the gateway's assertion/,
  );
  expect(text).toContain('oauth1-2lo');
});
