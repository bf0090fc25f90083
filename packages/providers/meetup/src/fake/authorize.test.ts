import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeUrl } from './__fixtures__/requests.ts';
import { redirectAllowed } from './clients.ts';
import { createMeetupFake, type MeetupFake } from './index.ts';

let fake: MeetupFake;
beforeAll(async () => {
  fake = await createMeetupFake({ client: { redirectUri: 'http://127.0.0.1:9/callback' } });
});
afterAll(() => fake.stop());

const open = (parameters = {}, init: RequestInit = {}) =>
  fetch(authorizeUrl(fake, parameters), { redirect: 'manual', ...init });
const backWith = async (answer: Response) => {
  const url = new URL(answer.headers.get('location') ?? '');
  return [answer.status, url.origin + url.pathname, Object.fromEntries(url.searchParams)];
};
const registered = 'http://127.0.0.1:9/callback';

describe('the page', () => {
  it('names the application and offers every member', async () => {
    fake.members.add({ id: '200000099', name: '<i>Member</i>' });
    const answer = await open();
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    expect(page).toContain('<h1>Meetup (local fake)</h1>');
    expect(page).toContain('<code>meetup-client</code>');
    for (const { id } of fake.members.all()) expect(page).toContain(`name="member" value="${id}"`);
    expect(page).toContain('&#60;i&#62;Member');
  });

  it('asks again when nobody was chosen, or somebody unknown', async () => {
    expect((await open({ decision: 'allow' })).status).toBe(200);
    expect((await open({ decision: 'allow', member: '1' })).status).toBe(200);
    expect((await open({ member: '200000001' })).status).toBe(200);
  });
});

describe('the decision', () => {
  it('allow, by the form: 302 with a code and the state as it was sent', async () => {
    const body = new URLSearchParams({ member: '200000002', decision: 'allow' });
    const answer = await open({}, { method: 'POST', body });
    const code = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(await backWith(answer)).toEqual([302, registered, { code, state: 'st&te' }]);
  });

  it('allow, by the query in one step', async () => {
    const code = expect.any(String);
    expect(await backWith(await open({ member: '200000001', decision: 'allow' }))).toEqual([
      302,
      registered,
      { code, state: 'st&te' },
    ]);
  });

  it('decline: access_denied', async () => {
    const back = await backWith(await open({ decision: 'decline' }));
    expect(back).toEqual([302, registered, { error: 'access_denied', state: 'st&te' }]);
  });

  it('keeps the query of a redirect URI', async () => {
    const answer = await open({ redirect_uri: `${registered}?tab=1`, decision: 'decline' });
    expect((await backWith(answer))[2]).toEqual({ tab: '1', error: 'access_denied', state: 'st&te' });
  });
});

describe('requests that are wrong', () => {
  it.each([['token'], ['']])(
    'response_type "%s": unsupported_response_type, with an HTML body',
    async (response_type) => {
      const answer = await open({ response_type }, { headers: { accept: 'application/json' } });
      expect(await backWith(answer)).toEqual([302, registered, { error: 'unsupported_response_type', state: 'st&te' }]);
      expect(answer.headers.get('content-type')).toMatch('text/html');
      expect(await answer.text()).toContain('<html');
    },
  );

  it('a plain PKCE challenge: invalid_request', async () => {
    const answer = await open({ code_challenge: 'abc', code_challenge_method: 'plain' });
    expect((await backWith(answer))[2]).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/callback' }],
    ["another client's redirect URI", { redirect_uri: 'https://other-app.example/callback' }],
  ])('%s: a page, and no redirect', async (_title, parameters) => {
    const answer = await open({ decision: 'allow', member: '200000001', ...parameters });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    expect(await answer.text()).toContain('Invalid Authorization request');
  });

  it('no redirect URI: a page, and no redirect', async () => {
    const answer = await fetch(`${fake.endpoints.authorize}?client_id=meetup-client&response_type=code`);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Invalid Authorization')]);
  });
});

describe('http-ok-redirect-prefix: which redirect URIs pass', () => {
  it.each([
    ['https://example.com/path', true],
    ['https://example.com/path/subdir/other', true],
    ['https://example.com/path?x=1', true],
    ['https://example.com/bar', false],
    ['https://example.com/pathology', false],
    ['https://example.com/path/../bar', false],
    ['https://example.com/', false],
    ['https://example.com:8080/path', false],
    ['https://sub.example.com/path', false],
    ['javascript://example.com/path', false],
    ['/path', false],
  ])('%s: %s', (given, allowed) => expect(redirectAllowed('https://example.com/path', given)).toBe(allowed));

  it('a registered URI at the root admits everything on its host', () => {
    expect(redirectAllowed('https://example.com/', 'https://example.com/any')).toBe(true);
  });
});
