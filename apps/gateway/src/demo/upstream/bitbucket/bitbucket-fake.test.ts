import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs, read } from '../__fixtures__/browse.ts';
import { type Issuer, startIssuer } from '../__fixtures__/issuer.ts';
import type { UpstreamFake } from '../product.ts';
import { createBitbucketFake } from './bitbucket-fake.ts';

let issuer: Issuer;
let fake: UpstreamFake;
let as: ReturnType<typeof actAs>;
const dashboard = '/bitbucket/rest/api/1.0/dashboard/pull-requests';

beforeAll(async () => {
  issuer = await startIssuer('bitbucket');
  fake = await createBitbucketFake({ assertion: issuer.assertion });
  as = actAs(issuer, fake);
});
afterAll(() => Promise.all([fake.stop(), issuer.stop()]));

interface Person {
  readonly user: { readonly name: string };
}
interface Shown {
  readonly id: number;
  readonly state: string;
  readonly author: Person;
  readonly reviewers: readonly Person[];
}

interface List {
  readonly isLastPage: boolean;
  readonly nextPageStart?: number;
  readonly values: readonly Shown[];
}

/** All pull requests that a user sees, by following `nextPageStart`. */
async function all(user: string, query = ''): Promise<Shown[]> {
  const found: Shown[] = [];
  for (let start: number | undefined = 0; start !== undefined; ) {
    const page: List = await read(as(user, `${dashboard}?start=${start}&${query}`));
    found.push(...page.values);
    expect(page.isLastPage).toBe(page.nextPageStart === undefined);
    start = page.nextPageStart;
  }
  return found;
}

describe('GET /rest/api/1.0/dashboard/pull-requests', () => {
  it.each([dashboard, `${dashboard}/`])('answers %s with the first page', async (path) => {
    const response = await as('demo-user', path);
    expect(response.status).toBe(200);
    const body = (await response.json()) as List;
    expect(body).toMatchObject({ size: 25, limit: 25, start: 0, isLastPage: false, nextPageStart: 25 });
    expect(body.values).toHaveLength(25);
    expect(body.values[0]).toMatchObject({
      state: expect.stringMatching(/^(OPEN|MERGED|DECLINED)$/),
      createdDate: expect.any(Number),
      fromRef: { repository: { slug: 'service', project: { key: 'DEMO' } } },
      toRef: { id: 'refs/heads/main', displayId: 'main' },
      author: { role: 'AUTHOR' },
      reviewers: [{ role: 'REVIEWER' }],
      properties: { openTaskCount: 0 },
    });
  });

  it('shows each user his own, newest first', async () => {
    for (const user of ['demo-user', 'demo-reviewer', 'demo-admin']) {
      const shown = await all(user, 'limit=9');
      const ids = shown.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
      expect(ids).toHaveLength(32);
      const takesPart = ({ author, reviewers }: Shown): boolean =>
        [author, ...reviewers].some((person) => person.user.name === user);
      expect(shown.every(takesPart)).toBe(true);
    }
  });

  it('filters by role and state', async () => {
    const mine = await all('demo-user', 'role=AUTHOR');
    expect(mine).toHaveLength(16);
    expect(mine.every(({ author }) => author.user.name === 'demo-user')).toBe(true);
    expect((await all('demo-user', 'role=REVIEWER')).every(({ author }) => author.user.name === 'demo-admin')).toBe(
      true,
    );
    const merged = await all('demo-user', 'state=MERGED');
    expect(new Set(merged.map(({ state }) => state))).toEqual(new Set(['MERGED']));
  });

  it('answers 400 to a limit that is no number', async () => {
    expect((await as('demo-user', `${dashboard}?limit=many`)).status).toBe(400);
  });

  it('works for a directory of one, and links to the configured base URL', async () => {
    const users = [{ name: 'user-1', displayName: 'User 1', active: true, groups: [] }];
    const baseUrl = 'https://git.example.com/bitbucket/';
    const other = await createBitbucketFake({ assertion: issuer.assertion, users, baseUrl });
    const { values } = await read<List>(actAs(issuer, other)('user-1', dashboard));
    expect(values[0]).toMatchObject({
      reviewers: [],
      links: { self: [{ href: 'https://git.example.com/bitbucket/projects/DEMO/repos/service/pull-requests/48' }] },
    });
    expect((await actAs(issuer, other)('demo-user', dashboard)).status).toBe(401);
    expect(other.refusals).toEqual(['no such user']);
    await other.stop();
  });
});

describe('who is not signed in', () => {
  it.each([
    [dashboard, {}, 'AuthorisationException'],
    ['/bitbucket/rest/api/1.0/users/demo-user', {}, 'AuthorisationException'],
    [dashboard, { authorization: 'Bearer demo-token' }, 'AuthorisationException'],
    [dashboard, { 'x-bearerkit-assertion': 'garbage' }, 'AuthorisationException'],
    [dashboard, { cookie: 'BITBUCKETSESSIONID=1' }, 'AuthorisationException'],
    [`${dashboard}?os_username=demo-user`, {}, 'AuthorisationException'],
    [dashboard, { authorization: `Basic ${btoa('demo-user:x')}` }, 'auth.IncorrectPasswordAuthenticationException'],
  ])('gets 401 for %s with %j: %s', async (path, headers, exception) => {
    const response = await fetch(fake.url + path, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    const { errors } = (await response.json()) as { errors: unknown[] };
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ context: null, exceptionName: `com.atlassian.bitbucket.${exception}` });
    expect(response.headers.has('x-ausername')).toBe(false);
  });
});

describe('the rest', () => {
  it('shows users of the directory', async () => {
    const found = await (await as('demo-user', '/bitbucket/rest/api/1.0/users/demo-leaver')).json();
    expect(found).toMatchObject({ name: 'demo-leaver', slug: 'demo-leaver', active: false, type: 'NORMAL' });
    expect((await as('demo-user', '/bitbucket/rest/api/1.0/users/nobody')).status).toBe(404);
  });

  it('names the user in headers, and gives a session', async () => {
    const { headers } = await as('demo-user', dashboard);
    const { id } = await read<Shown>(as('demo-user', '/bitbucket/rest/api/1.0/users/demo-user'));
    expect(headers.get('x-ausername')).toBe('demo-user');
    expect(headers.get('x-auserid')).toBe(String(id));
    expect(headers.get('vary')).toContain('x-ausername');
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^BITBUCKETSESSIONID=/)]);
  });

  it('has its state open to everybody', async () => {
    expect(await (await fetch(`${fake.url}/bitbucket/status`)).json()).toEqual({ state: 'RUNNING' });
  });
});
