import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMeetupFake, type MeetupFake } from './index.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const ask = (path: string, token?: string) =>
  fetch(fake.url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
const authFail = (message: string) => ({ errors: [{ code: 'auth_fail', message }] });

describe.each(['/2/member/self', '/2/member/self/'])('%s', (path) => {
  it('answers the member: a numeric id, no e-mail, links in http', async () => {
    const answer = await ask(path, fake.mint({ member: '200000002' }).accessToken);
    const body = (await answer.json()) as object;
    expect([answer.status, answer.headers.get('x-ratelimit-reset')]).toEqual([200, '10']);
    expect(body).toMatchObject({
      id: 200000002,
      name: 'Member Two',
      lang: 'en_US',
      status: 'active',
      self: { common: {} },
    });
    expect(body).toMatchObject({ photo: { photo_link: expect.stringMatching(/^http:/) } });
    expect(body).not.toHaveProperty('email');
  });

  it('takes the token from the query', async () => {
    const answer = await ask(`${path}?access_token=${fake.mint().accessToken}`);
    expect(await answer.json()).toMatchObject({ id: 200000001 });
  });

  it('no-introspection: a token of another client is answered exactly like ours', async () => {
    const [own, other] = [fake.mint().accessToken, fake.mint({ client: fake.clients[1] }).accessToken];
    expect(await (await ask(path, other)).json()).toEqual(await (await ask(path, own)).json());
  });

  it('answers a bad token and no token each in its own words', async () => {
    const bad = await ask(path, 'unknown');
    expect([bad.status, await bad.json()]).toEqual([401, authFail('Invalid oauth credentials')]);
    const none = await ask(path);
    expect([none.status, await none.json()]).toEqual([401, authFail('Invalid csrf credentials')]);
  });

  it('has a second shape of errors', async () => {
    fake.settings.restErrors = 'code-details';
    const body = await (await ask(path, 'unknown')).json();
    expect(body).toEqual({ code: 'not_authorized', details: 'Invalid oauth credentials', problem: expect.any(String) });
  });

  it('dead-legacy: 404 and a page once it is gone', async () => {
    fake.settings.restGone = true;
    const answer = await ask(path, fake.mint().accessToken);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html;charset=utf-8']);
  });
});
