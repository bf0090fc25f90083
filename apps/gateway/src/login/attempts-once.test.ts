import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startGateway } from '../__fixtures__/gateway.ts';
import { Attempts } from './attempts.ts';

const key = randomBytes(32);
const origin = 'https://api.example.com';
afterEach(() => void vi.useRealTimers());

const begin = (of: Attempts) => {
  const state = of.newState();
  const [cookie = ''] = of.keep({ provider: 'acme', redirectUri: 'r', state }, undefined);
  return { state, pair: cookie.split(';', 1)[0] ?? '' };
};

describe('a login attempt works once (RFC 6749 §10.12)', () => {
  it('also across a restart: what was used before is not known after, so nothing of before counts', async () => {
    const test = await startGateway();
    const answer = await fetch(`${test.url}/auth/meetup`, { redirect: 'manual' });
    const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? expect.fail();
    const url = answer.headers.get('location') ?? expect.fail();
    const back = new URL(await test.meetup.authorize({ url }));
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect((await fetch(back, { headers: { cookie } })).status).toBe(400);
    expect(test.log.at(-1)).toMatchObject({ reason: 'provider_refused' });
    await test.restart();
    expect((await fetch(back, { headers: { cookie } })).status).toBe(400);
    expect(test.log.at(-1)).toMatchObject({ reason: 'unknown_attempt' });
    await test.stop();
  });

  it('also among very many: none is forgotten early, and new ones wait', () => {
    const attempts = new Attempts(key, origin, 3);
    const [waiting, ...used] = Array.from({ length: 4 }, () => begin(attempts));
    const take = ({ state, pair }: { state: string; pair: string }) => attempts.take('acme', state, pair);
    for (const one of used) expect(take(one)).toBeDefined();
    const full = { status: 503, headers: { 'retry-after': expect.stringMatching(/^(600|599)$/) } };
    expect(() => begin(attempts)).toThrow(expect.objectContaining(full));
    expect(() => take(waiting ?? expect.fail())).toThrow(expect.objectContaining(full));
    for (const one of used) expect(take(one)).toBeUndefined();
    vi.useFakeTimers({ now: Date.now() + 601_000, toFake: ['Date'] });
    expect(take(begin(attempts))).toBeDefined();
  });
});
