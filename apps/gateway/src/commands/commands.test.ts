import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOn } from '../__fixtures__/command.ts';
import { startGateway, type TestGateway } from '../__fixtures__/gateway.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway({ link: false });
});
afterAll(() => test.stop());

const run = (args: readonly string[], input?: string) => runOn(test, args, input);

const json = async (args: readonly string[], input?: string) => JSON.parse((await run([...args, '--json'], input)).out);
const call = (token: string) => fetch(`${test.url}/wiki/page`, { headers: { authorization: `Bearer ${token}` } });

describe('links, while the gateway runs', () => {
  it('link lets the member in, links lists it, unlink puts him out again', async () => {
    const token = await test.token();
    expect((await call(token)).status).toBe(403);
    expect(await json(['link', 'meetup', '200000001', 'user-1'])).toEqual({
      linked: [{ directory: 'wiki', provider: 'meetup', subject: '200000001', user: 'user-1' }],
    });
    expect((await call(token)).status).toBe(200);
    const { links } = (await json(['links'])) as { links: object[] };
    expect(links).toMatchObject([{ directory: 'wiki', provider: 'meetup', subject: '200000001', user: 'user-1' }]);
    expect((await run(['links'])).out).toMatch(/^wiki {2}meetup\/200000001 {2}user-1$/m);

    const again = await run(['link', 'meetup', '200000001', 'gone']);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('user-1');
    expect(await run(['unlink', 'meetup', '200000001'])).toMatchObject({ code: 0, err: '' });
    await expect.poll(async () => (await call(token)).status, { timeout: 3_000 }).toBe(403);
    expect(await run(['unlink', 'meetup', '200000001'])).toMatchObject({ code: 1, err: '' });
    expect((await run(['links'])).out).toBe('no links\n');
  });

  it.each([
    ['a user whom no directory has', ['link', 'meetup', '200000001', 'nobody'], /no directory has the user `nobody`/],
    ['a provider that is not configured', ['link', 'meetupp', '200000001', 'user-1'], /meetup\b/],
    ['too few arguments', ['link', 'meetup'], /usage: bearerkit-gateway link <key> <subject> <user>/],
    ['an option that does not exist', ['links', '--verbose'], /--verbose/],
    ['a command that does not exist', ['linkk'], /`linkk`/],
    ['no command', [], /no command/],
    ['an empty standard input', ['explain'], /no token/],
    ['userinfo of a provider that is not configured', ['userinfo', 'acme'], /acme/],
  ])('%s: exit code 2 and one line', async (_, args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('explain and userinfo read the token from standard input', () => {
  it('explain tells the missing link and how to make it; exit code 1', async () => {
    const token = await test.token('200000002');
    const { code, out } = await run(['explain'], `${token}\n`);
    expect(code).toBe(1);
    expect(out).toContain('bearerkit-gateway link meetup 200000002 <user>');
    expect(out).not.toContain(token);
  });

  it('explain as JSON, also with the scheme in front', async () => {
    const token = await test.token('200000002');
    const explanation = await json(['explain'], `Bearer ${token}`);
    expect(explanation).toMatchObject({ ok: true, provider: 'meetup', subject: '200000002' });
    expect(JSON.stringify(explanation)).not.toContain(token);
  });

  it('explain of a token that we did not obtain: refused with its reason', async () => {
    const { code, out } = await run(['explain'], test.meetup.mint().accessToken);
    expect(code).toBe(1);
    expect(out).toContain('refused: unbound');
  });

  it("userinfo shows Meetup's answer; a dead token is a failure", async () => {
    const id = { pointer: '/data/self/id', value: '200000001', looksLike: ['id'], warnings: [] };
    expect(await json(['userinfo', 'meetup'], await test.token())).toMatchObject({
      profile: { data: { self: { id: '200000001' } } },
      candidates: expect.arrayContaining([id]),
    });
    const { out } = await run(['userinfo', 'meetup'], await test.token());
    expect(out).toMatch(/^\/data\/self\/id +id$/m);
    expect(out).toMatch(/^\/data\/self\/email +email +mutable reassignable unverified$/m);
    expect(await run(['userinfo', 'meetup'], 'dead')).toMatchObject({ code: 1, out: '' });
  });

  it('help lists every command', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of ['start', 'check', 'userinfo', 'explain', 'link', 'unlink', 'links'])
      expect(out).toContain(`  ${name}`);
  });
});
