import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs, read } from '../__fixtures__/browse.ts';
import { type Issuer, startIssuer } from '../__fixtures__/issuer.ts';
import type { UpstreamFake } from '../product.ts';
import { createConfluenceFake } from './confluence-fake.ts';

let issuer: Issuer;
let fake: UpstreamFake;
let as: ReturnType<typeof actAs>;
const content = '/confluence/rest/api/content';

beforeAll(async () => {
  issuer = await startIssuer('confluence');
  fake = await createConfluenceFake({ assertion: issuer.assertion });
  as = actAs(issuer, fake);
});
afterAll(() => Promise.all([fake.stop(), issuer.stop()]));

interface List {
  readonly results: readonly { readonly id: string; readonly title: string }[];
  readonly _links: { readonly next?: string; readonly context: string };
}

/** All titles that a user sees, by following `_links.next`. */
async function titles(user: string, query = ''): Promise<string[]> {
  const found: string[] = [];
  for (let path = `${content}?${query}`; path !== ''; ) {
    const page: List = await read(as(user, path));
    found.push(...page.results.map(({ title }) => title));
    path = page._links.next === undefined ? '' : page._links.context + page._links.next;
  }
  return found;
}

describe('GET /rest/api/content', () => {
  it.each([content, `${content}/`])('answers %s with the first page', async (path) => {
    const response = await as('demo-user', path);
    expect(response.status).toBe(200);
    const body = (await response.json()) as List;
    expect(body).toMatchObject({ start: 0, limit: 25, size: 25 });
    expect(body._links).toEqual({
      self: `${fake.url}${content}`,
      next: '/rest/api/content?limit=25&start=25',
      base: `${fake.url}/confluence`,
      context: '/confluence',
    });
    expect(body.results).toHaveLength(25);
    expect(body.results[0]).toMatchObject({
      id: '98308',
      type: 'page',
      status: 'current',
      title: 'Welcome',
      _links: { webui: '/display/DS/Welcome', tinyui: '/x/BIAB', self: `${fake.url}${content}/98308` },
      _expandable: { space: '/rest/api/space/DS', children: '/rest/api/content/98308/child' },
    });
  });

  it('leads through all that the user sees, and no further', async () => {
    const [user, admin] = [await titles('demo-user', 'limit=10'), await titles('demo-admin', 'limit=7')];
    expect(new Set(user).size).toBe(user.length);
    expect(user).toHaveLength(33);
    expect(user).toContain('Demo User’s home');
    expect(admin.filter((title) => !user.includes(title))).toEqual([
      'Runbook 1',
      'Runbook 2',
      'Runbook 3',
      'Demo Administrator’s home',
    ]);
  });

  it('filters, and keeps the filter in the next link', async () => {
    expect(await titles('demo-user', 'spaceKey=OPS')).toEqual([]);
    expect(await titles('demo-user', 'title=Welcome')).toEqual(['Welcome']);
    expect(await titles('demo-user', 'type=blogpost')).toEqual([]);
    expect(await titles('demo-admin', 'spaceKey=OPS&limit=2')).toEqual(['Runbook 1', 'Runbook 2', 'Runbook 3']);
  });

  it('answers 400 to a start that is no number', async () => {
    expect((await as('demo-user', `${content}?start=x`)).status).toBe(400);
  });

  it('has the same pages at every start', async () => {
    const other = await createConfluenceFake({ assertion: issuer.assertion, baseUrl: fake.baseUrl });
    const [first, second] = [await as('demo-user', content), await actAs(issuer, other)('demo-user', content)];
    expect(await second.json()).toEqual(await first.json());
    await other.stop();
  });
});

describe('who is not signed in', () => {
  it('gets 403 and the JSON of an error for content', async () => {
    const response = await fetch(fake.url + content);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ statusCode: 403, data: { authorized: false }, reason: 'Forbidden' });
    expect(response.headers.get('x-ausername')).toBe('anonymous');
    expect(response.headers.has('x-seraph-loginreason')).toBe(false);
  });

  it.each([
    [content, { authorization: 'Bearer demo-token' }],
    [content, { authorization: `Basic ${btoa('demo-user:demo-user')}` }],
    [content, { 'x-bearerkit-assertion': 'garbage' }],
    [`${content}?os_username=demo-user&os_password=demo-user`, {}],
    ['/confluence/rest/api/user/current', { authorization: 'Bearer demo-token' }],
  ])('gets 401 and the page of a failed login for %s with %j', async (path, headers) => {
    const refusals = fake.refusals.length;
    const response = await fetch(fake.url + path, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('Basic Authentication Failure - Reason : AUTHENTICATED_FAILED');
    expect(response.headers.get('x-seraph-loginreason')).toBe('AUTHENTICATED_FAILED');
    expect(response.headers.get('www-authenticate')).toBe(`OAuth realm="${encodeURIComponent(fake.baseUrl)}"`);
    expect(response.headers.get('x-ausername')).toBe('anonymous');
    expect(fake.refusals).toHaveLength(refusals + 1);
  });

  it('gains nothing by a session that a user was given', async () => {
    const cookie = (await as('demo-admin', content)).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^JSESSIONID=[0-9A-F]{32}$/);
    expect((await fetch(fake.url + content, { headers: { cookie } })).status).toBe(403);
  });
});

describe('the rest', () => {
  it('names the user in headers, and gives a session on every answer', async () => {
    const { headers } = await as('demo-user', content);
    expect(headers.get('x-ausername')).toBe('demo-user');
    expect(headers.get('x-seraph-loginreason')).toBe('OK');
    expect(headers.get('x-arequestid')).toMatch(/^\d+x\d+x1$/);
    expect(headers.getSetCookie()).toHaveLength(1);
  });

  it('says who asks, with 200 to anonymous clients too', async () => {
    const path = '/confluence/rest/api/user/current';
    const known = await (await as('demo-user', path)).json();
    expect(known).toMatchObject({ type: 'known', username: 'demo-user', displayName: 'Demo User' });
    expect(JSON.stringify(known)).not.toContain('@');
    const anonymous = await fetch(fake.url + path);
    expect(anonymous.status).toBe(200);
    expect(await anonymous.json()).toMatchObject({ type: 'anonymous', displayName: 'Anonymous' });
  });

  it('shows one page, and 404 for one that the user may not see', async () => {
    const { results } = await read<List>(as('demo-admin', `${content}?spaceKey=OPS`));
    const path = `${content}/${results[0]?.id}`;
    expect(await (await as('demo-admin', path)).json()).toMatchObject({ title: 'Runbook 1', version: { number: 1 } });
    expect((await as('demo-user', path)).status).toBe(404);
  });

  it('has its state open to everybody, credentials or not', async () => {
    for (const headers of [{}, { authorization: 'Bearer demo-token' }]) {
      const response = await fetch(`${fake.url}/confluence/status`, { headers });
      expect([response.status, await response.json()]).toEqual([200, { state: 'RUNNING' }]);
    }
  });

  it('answers 404 and 405', async () => {
    expect((await as('demo-user', '/confluence/rest/api/nothing')).status).toBe(404);
    expect((await as('demo-user', '/rest/api/content')).status).toBe(404);
    expect((await as('demo-user', content, { method: 'DELETE' })).status).toBe(405);
  });
});
