import { describe, expect, it } from 'vitest';
import { isGone, judgeCheck, judgeRest } from './judge.ts';

const answer = (status: number, document?: object, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  headers,
  document: document as Readonly<Record<string, unknown>> | undefined,
});
const said = (message: string) => ({ message });
const good = { app: { client_id: 'Iv1.x' }, user: { id: 1001 }, token: 'gho_x' };

describe('an answer of the REST API', () => {
  it.each([
    ['403 with nothing left', answer(403, said('x'), { 'x-ratelimit-remaining': '0' }), 'rate_limited'],
    ['403 that names a limit', answer(403, said('You have exceeded a secondary rate limit.')), 'rate_limited'],
    ['403 after bad tries', answer(403, said('Maximum number of login attempts exceeded.')), 'rate_limited'],
    ['403 for want of a scope', answer(403, said('Resource not accessible by integration')), undefined],
    ['403 that is a page', answer(403), 'unreachable'],
    ['404 that is a page', answer(404), 'unreachable'],
    ['401 that is a page', answer(401), 'unreachable'],
    ['401', answer(401, said('Bad credentials')), undefined],
    ['400', answer(400, said('Invalid API version')), 'misconfigured'],
    ['410', answer(410), 'misconfigured'],
    ['500', answer(500), undefined],
    ['200', answer(200, good), undefined],
  ])('%s', (_, given, verdict) => {
    expect(judgeRest(given)).toBe(verdict);
  });
});

describe('a check of a token', () => {
  it.each([
    ['good', answer(200, { ...good }), 'good'],
    ['of no person', answer(200, { ...good, user: null }), 'refused'],
    ['without a user id', answer(200, { ...good, user: { id: '1001' } }), 'malformed'],
    ['without an application', answer(200, { ...good, app: {} }), 'malformed'],
    ['not JSON', answer(200), undefined],
    ['404', answer(404, said('Not Found')), 'bad'],
    ['404 that says nothing', answer(404, {}), 'unreachable'],
    ['404 that is a page', answer(404), 'unreachable'],
    ['401', answer(401, said('Bad credentials')), undefined],
    ['403 with nothing left', answer(403, said('x'), { 'x-ratelimit-remaining': '0' }), 'rate_limited'],
  ])('%s', (_, given, verdict) => {
    expect(judgeCheck(given)).toBe(verdict);
  });

  it('keeps nothing of the token', () => {
    const document = { ...good };
    judgeCheck(answer(200, document));
    expect(document).toEqual({ app: good.app, user: good.user });
  });
});

it('RFC 7009 §2.2: gone is a deleted token, or one that is not known', () => {
  const answers = [answer(204), answer(404, said('Not Found')), answer(404), answer(422, said('x')), answer(200, good)];
  expect(answers.map(isGone)).toEqual([true, true, false, false, false]);
});
