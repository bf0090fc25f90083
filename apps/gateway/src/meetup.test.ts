import { faults } from '@bearerkit/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addLink, startGateway, type TestGateway } from './__fixtures__/gateway.ts';
import { sendLines } from './__fixtures__/wire.ts';

let test: TestGateway;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const page = '/wiki/rest/api/content/';
const get = (token: string, path = page, more: Record<string, string> = {}) =>
  fetch(test.url + path, { redirect: 'manual', headers: { authorization: `Bearer ${token}`, ...more } });
const outcome = async (token: string) => {
  const answer = await get(token);
  await answer.arrayBuffer();
  return [answer.status, test.log.at(-1)?.reason];
};

describe('who the upstream sees', () => {
  it('exactly one identity: never the token, cookie, os_* or a header the client made up, in any spelling', async () => {
    const token = await test.token();
    const spellings = [
      'X-Forwarded-User',
      'x_forwarded_user',
      'X-FORWARDED_USER',
      'Remote-User',
      'X-Bearerkit-Assertion',
    ];
    const lines = [
      `Authorization: Bearer ${token}`,
      'Cookie: JSESSIONID=somebody-else',
      ...spellings.map((name) => `${name}: root`),
    ];
    const path = `${page}?os_username=root&os_password=x&limit=1&os%5Fusername=root`;
    const answer = await sendLines(test.url, path, lines);
    expect(answer.status).toBe(200);
    const arrived = test.upstream.arrived.at(-1) ?? expect.fail();
    expect(arrived.url).toBe(`${page}?limit=1`);
    const raw = arrived.rawHeaders.join('\n');
    for (const leak of [token, 'somebody-else', 'root']) expect(raw).not.toContain(leak);
    const assertions = arrived.rawHeaders.filter((name) => name.toLowerCase() === 'x-bearerkit-assertion');
    expect(assertions).toHaveLength(1);
    expect(arrived.headers.authorization).toBeUndefined();
  });

  it('a member without a link: 403 unknown_user, and a rename to a linked name gains nothing', async () => {
    const token = await test.token('200000002');
    expect(await outcome(token)).toEqual([403, 'unknown_user']);
    test.meetup.members.update('200000002', { name: 'user-1', username: 'user-1' });
    expect(await outcome(await test.token('200000002'))).toEqual([403, 'unknown_user']);
  });

  it('a link made while the gateway runs counts at once', async () => {
    const token = await test.token('200000004');
    expect(await outcome(token)).toEqual([403, 'unknown_user']);
    await addLink(test.folder, test.gateway.registry.provider('meetup').identity, '200000004', 'gone');
    expect(await outcome(token)).toEqual([403, 'inactive_user']);
  });

  it('members that Meetup has blocked or not registered are refused', async () => {
    expect(await outcome(test.meetup.mint({ member: '200000005' }).accessToken)).toEqual([401, 'unbound']);
    expect((await outcome(await test.token('200000006')))[0]).toBe(403);
  });
});

describe('a provider that is down is never 401', () => {
  it('Meetup stopped: minted and unseen 503 with Retry-After; seen goes on; never minted stays 401', async () => {
    const [seen, unseen] = [await test.token(), await test.token()];
    expect((await outcome(seen))[0]).toBe(200);
    await test.meetup.stop();
    const answer = await get(unseen);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await outcome(seen))[0]).toBe(200);
    expect(await outcome('never-minted')).toEqual([401, 'unbound']);
    await test.meetup.restart();
    await expect.poll(async () => (await outcome(unseen))[0], { timeout: 15_000, interval: 250 }).toBe(200);
  });

  const elsewhere = 'http://127.0.0.1:9/userinfo';
  const queryError = { errors: [{ message: 'x', extensions: { classification: 'ValidationError' } }] };
  const cases = [
    ['HTML', faults.html(), 503],
    ['null', faults.null(), 503],
    ['an array', faults.array(), 503],
    ['100 MB', faults.huge(100_000_000), 503],
    ['a redirect', faults.redirect(elsewhere), 503],
    ['GraphQL errors inside 200', faults.json(queryError), 503],
    ['errors that repeat', faults.json({ errors: [{ message: 'try again' }], data: { self: null } }), 503],
    ['nobody: data.self null', faults.json({ data: { self: null } }), 401],
    ['no data', faults.json({}), 503],
    ['status 403', faults.status(403), 503],
    ['status 429', faults.status(429, { headers: { 'retry-after': '7' } }), 503],
    ['status 401', faults.status(401), 401],
  ] as const;

  it.each(cases)('Meetup answers %s', async (_, fault, status) => {
    const world = await startGateway();
    try {
      const token = await world.token();
      const off = world.meetup.fail(fault, { path: '/gql-ext' });
      const answer = await fetch(world.url + page, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(status);
      expect(answer.headers.has('retry-after')).toBe(status === 503);
      expect(world.upstream.arrived).toEqual([]);
      off();
    } finally {
      await world.stop();
    }
  });

  it('200 concurrent requests with one new token: one call per provider endpoint', async () => {
    const token = await test.token();
    test.meetup.forget();
    const answers = await Promise.all(Array.from({ length: 200 }, () => get(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(test.meetup.calls('/gql-ext')).toBe(1);
    expect(test.meetup.log).toHaveLength(1);
  });
});

describe('revocation', () => {
  it('of a token and of a subject: refused on the next request, after a restart, and a new token does not revive the old', async () => {
    const [first, second] = [await test.token(), await test.token()];
    expect((await outcome(first))[0]).toBe(200);
    expect((await outcome(second))[0]).toBe(200);
    expect(await test.gateway.registry.revoke({ token: first })).toEqual({ scope: 'shared' });
    expect(await outcome(first)).toEqual([401, 'revoked']);
    expect((await outcome(second))[0]).toBe(200);
    await test.gateway.registry.revoke({ provider: 'meetup', subject: '200000001' });
    expect(await outcome(second)).toEqual([401, 'revoked']);
    const third = await test.token();
    expect((await outcome(third))[0]).toBe(200);
    expect(await outcome(second)).toEqual([401, 'revoked']);
    await test.restart();
    expect(await outcome(first)).toEqual([401, 'revoked']);
    expect(await outcome(second)).toEqual([401, 'revoked']);
    expect((await outcome(third))[0]).toBe(200);
  });

  it('while a proof is in flight: the proof is not believed', async () => {
    const token = await test.token();
    const off = test.meetup.fail(faults.delay(300), { path: '/gql-ext', times: 1 });
    test.meetup.forget();
    const answer = outcome(token);
    await expect.poll(() => test.meetup.calls('/gql-ext')).toBe(1);
    await test.gateway.registry.revoke({ provider: 'meetup', subject: '200000001' });
    expect(await answer).toEqual([401, 'revoked']);
    off();
    expect(await outcome(token)).toEqual([401, 'revoked']);
  });
});
