import { afterEach, describe, expect, it } from 'vitest';
import { runOn } from '../__fixtures__/command.ts';
import { addLink, startGateway, type TestGateway, type UsualConfig } from '../__fixtures__/gateway.ts';

const member = '200000001';

let test: TestGateway;
afterEach(() => test.stop());

/** A second upstream with a directory of its own; `users` of both as the test wants them. */
const two = (wiki: object, board: object, more: object = {}) =>
  startGateway({
    config: (usual: UsualConfig) => ({
      ...usual,
      upstreams: {
        wiki: { ...usual.upstreams.wiki, users: { kind: 'static', ...wiki } },
        board: { ...usual.upstreams.wiki, users: { kind: 'static', ...board } },
      },
      routes: [...usual.routes, { match: { path: '/board/**' }, upstream: 'board', accept: ['meetup'] }],
      ...more,
    }),
    link: false,
  });

const run = (args: readonly string[], input?: string) => runOn(test, args, input);

const status = async (path: string, token: string) =>
  (await fetch(test.url + path, { headers: { authorization: `Bearer ${token}` } })).status;
const identity = () => test.gateway.registry.provider('meetup').identity;
const users = (...names: string[]) => ({ list: names.map((username) => ({ username })) });
const root = { username: 'root', groups: ['administrators'] };

describe('link', () => {
  it('completes what is there in part, and says the same when repeated, in any spelling', async () => {
    test = await two(users('user-1'), users('user-1'));
    await addLink(test.folder, identity(), member, 'User-1');
    const made = { code: 0, err: '', out: 'linked meetup/200000001 to user-1 in wiki, board\n' };
    expect(await run(['link', 'meetup', member, 'user-1'])).toEqual(made);
    expect(await run(['link', 'meetup', member, 'user-1'])).toEqual(made);
    const { links } = JSON.parse((await run(['links', '--json'])).out) as { links: { directory: string }[] };
    expect(links.map(({ directory }) => directory)).toEqual(['wiki', 'board']);
  });

  it('a conflict in one directory is told at the end, after the others are linked; exit code 1', async () => {
    test = await two(users('user-1', 'user-2'), users('user-1'));
    await addLink(test.folder, identity(), member, 'user-2');
    const { code, out, err } = await run(['link', 'meetup', member, 'user-1']);
    expect([code, out]).toEqual([1, 'linked meetup/200000001 to user-1 in board\n']);
    expect(err).toContain('"user-2"');
    const again = await run(['link', 'meetup', member, 'user-1', '--json']);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toMatchObject({
      linked: [{ directory: 'board' }],
      conflicts: [expect.stringContaining('user-2')],
    });
  });

  it('a user whom nobody may act as is refused: exit code 2', async () => {
    test = await two({ list: [root] }, users('user-1'));
    const { code, out, err } = await run(['link', 'meetup', member, 'root']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('nobody may act as `root` (neverAs in wiki)');
    expect((await run(['links'])).out).toBe('no links\n');
  });

  it('a subject from outside can not steer the terminal', async () => {
    test = await two(users('user-1'), users('user-1'));
    const shown = [await run(['link', 'meetup', 'a\u001b[2Jb', 'user-1']), await run(['links'])];
    shown.push(await run(['unlink', 'meetup', 'a\u001b[2Jb']));
    for (const { code, out } of shown) {
      expect(code).toBe(0);
      expect(out).toContain('meetup/a\\u001b[2Jb');
      expect(out).not.toContain('\u001b');
    }
  });
});

describe('explain says what a request would get', () => {
  it('a user in one of two directories is let in there: exit code 0, a line for each', async () => {
    test = await two(users('user-1'), users('user-2'));
    await addLink(test.folder, identity(), member, 'user-1');
    const token = await test.token();
    expect([await status('/wiki/x', token), await status('/board/x', token)]).toEqual([200, 403]);
    const { code, out } = await run(['explain'], token);
    expect(code).toBe(0);
    expect(out).toMatch(/^✓ user in wiki: saw user-1$/m);
    expect(out).toMatch(/^✗ user in board: saw unknown_user: /m);
    expect(out).toContain('→ bearerkit-gateway link meetup 200000001 <user>');
  });

  it('a link to a user whom nobody may be, and one to an inactive user, let nobody in: exit code 1', async () => {
    const gone = { username: 'root', active: false };
    test = await two({ list: [root] }, { list: [gone], directory: 'wiki' });
    await addLink(test.folder, identity(), member, 'root');
    const token = await test.token();
    expect([await status('/wiki/x', token), await status('/board/x', token)]).toEqual([403, 403]);
    const { code, out } = await run(['explain'], token);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ user in wiki: saw forbidden: /m);
    expect(out).toMatch(/^✗ user in wiki \(board\): saw inactive_user: /m);
    expect(out).toContain('→ bearerkit-gateway unlink meetup 200000001');
    expect(out).toContain('no directory lets the caller in');
  });

  it('match: attribute before the first request lets in, and writes nothing', async () => {
    const match = { match: 'attribute', attribute: 'subject', directory: 'staff' };
    test = await two({ ...match, ...users(member) }, { ...match, ...users(member) });
    const token = await test.token();
    const { code, out } = await run(['explain'], token);
    expect(code).toBe(0);
    expect(out).toMatch(/^✓ user in staff \(wiki, board\): saw 200000001, linked at the first request$/m);
    expect((await run(['links'])).out).toBe('no links\n');
    expect(await status('/wiki/x', token)).toBe(200);
    expect((await run(['explain'], token)).out).toMatch(/^✓ user in staff \(wiki, board\): saw 200000001$/m);
  });

  it('match: attribute of a user whom another subject has lets nobody in', async () => {
    test = await two({ match: 'attribute', attribute: 'subject', ...users(member) }, users('user-2'));
    await addLink(test.folder, identity(), '200000002', member);
    const token = await test.token();
    expect(await status('/wiki/x', token)).toBe(403);
    const { code, out } = await run(['explain'], token);
    expect([code, /^✗ user in wiki: .*linked to another subject/m.test(out)]).toEqual([1, true]);
  });

  it('the switch: exit code 1 when it is off', async () => {
    test = await two(users('user-1'), users('user-1'), { policy: { enabled: false } });
    await addLink(test.folder, identity(), member, 'user-1');
    const { code, out } = await run(['explain'], await test.token());
    expect([code, out.includes('✗ policy.enabled'), out.includes('✓ user in wiki')]).toEqual([1, true, true]);
  });
});
