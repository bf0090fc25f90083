import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs } from '../__fixtures__/browse.ts';
import { type Issuer, startIssuer } from '../__fixtures__/issuer.ts';
import type { UpstreamFake } from '../product.ts';
import { createConfluenceFake } from './confluence-fake.ts';

let issuer: Issuer;
let fake: UpstreamFake;
let as: ReturnType<typeof actAs>;
const content = '/confluence/rest/api/content';
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  issuer = await startIssuer('confluence');
  fake = await createConfluenceFake({ assertion: issuer.assertion });
  as = actAs(issuer, fake);
});
afterAll(() => Promise.all([fake.stop(), issuer.stop()]));

function wish(title: string, space = 'DS') {
  const body = { storage: { value: `<p>${title}</p>`, representation: 'storage' } };
  return { method: 'POST', body: JSON.stringify({ type: 'page', title, space: { key: space }, body }), headers: json };
}

describe('POST /rest/api/content', () => {
  it.each([content, `${content}/`])('makes a page at %s, which others then see', async (path) => {
    const title = `New, by ${path}`;
    const response = await as('demo-user', path, wish(title));
    expect(response.status).toBe(200);
    const made = (await response.json()) as { id: string };
    expect(made).toMatchObject({ title, body: { storage: { value: `<p>${title}</p>` } } });
    expect(await (await as('demo-reviewer', `${content}/${made.id}`)).json()).toEqual(made);
  });

  it('refuses a title that the space has', async () => {
    expect((await as('demo-user', content, wish('Welcome'))).status).toBe(400);
    expect((await as('demo-user', content, wish('Welcome', '~demo-user'))).status).toBe(200);
  });

  it.each([
    ['demo-user', 'OPS', 403],
    ['demo-admin', 'OPS', 200],
    ['demo-user', '~demo-admin', 403],
    ['demo-user', 'NONE', 403],
  ])('lets %s write in %s: %i', async (user, space, status) => {
    expect((await as(user, content, wish('A plan', space))).status).toBe(status);
  });

  it.each(['', '[]', 'null', '{"type":"page"}', '{"type":"page","title":" ","space":{"key":"DS"}}', '{"title":1}'])(
    'answers 400 to %j',
    async (body) => {
      expect((await as('demo-user', content, { method: 'POST', body, headers: json })).status).toBe(400);
    },
  );

  it('answers 415 to another content type', async () => {
    const form = { ...wish('A form'), headers: { 'content-type': 'text/plain' } };
    expect((await as('demo-user', content, form)).status).toBe(415);
  });

  it('is closed to who is not signed in', async () => {
    expect((await fetch(fake.url + content, wish('By nobody'))).status).toBe(403);
    const headers = { ...json, authorization: 'Bearer demo-token' };
    expect((await fetch(fake.url + content, { ...wish('By nobody'), headers })).status).toBe(401);
  });
});

describe('the XSRF check', () => {
  it.each([
    ['Origin', { origin: 'https://app.example.com' }],
    ['the User-Agent of a browser', { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }],
  ])('stops a write with %s and no X-Atlassian-Token', async (name, browser) => {
    const request = wish(`From a browser, ${name}`);
    const stopped = await as('demo-user', content, { ...request, headers: { ...json, ...browser } });
    expect([stopped.status, await stopped.text()]).toEqual([403, 'XSRF check failed']);
    const headers = { ...json, ...browser, 'x-atlassian-token': 'no-check' };
    expect((await as('demo-user', content, { ...request, headers })).status).toBe(200);
  });

  it('does not concern reading', async () => {
    expect((await as('demo-user', content, { headers: { origin: 'https://app.example.com' } })).status).toBe(200);
  });
});
