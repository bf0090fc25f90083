import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askGraphql } from './__fixtures__/requests.ts';
import { createMeetupFake, type MeetupFake } from './index.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const ask = async (token?: string, query?: string, variables?: object) => {
  const answer = await askGraphql(fake, token, query, variables);
  return [answer.status, await answer.json()] as const;
};
const profile = `query {
  self { id name username email status memberUrl startDate preferredLocale city state country
    memberPhoto { id baseUrl standardUrl highResUrl thumbUrl } adminProNetworks { id name urlname }
    memberships(first: 50) { totalCount pageInfo { hasNextPage endCursor }
      edges { metadata { role status } node { id urlname name } } } } }`;

describe('a good token', () => {
  it('answers the whole profile, ids as strings', async () => {
    const answer = await askGraphql(fake, fake.mint().accessToken, profile);
    expect(answer.headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(await answer.json()).toMatchObject({
      data: {
        self: {
          id: '200000001',
          name: 'Member One',
          username: 'member-1',
          email: 'member-1@example.com',
          status: 'ACTIVE',
          memberUrl: 'https://www.meetup.com/members/200000001/',
          preferredLocale: 'en-US',
          memberPhoto: { standardUrl: expect.stringMatching(/^https:/) },
          adminProNetworks: [],
          memberships: { totalCount: 3, pageInfo: { hasNextPage: false }, edges: { length: 3 } },
        },
      },
    });
  });

  it('no-introspection: a token of another client is answered exactly like ours', async () => {
    const own = await ask(fake.mint().accessToken, profile);
    const other = await ask(fake.mint({ client: fake.clients[1] }).accessToken, profile);
    expect([own[0], other]).toEqual([200, own]);
  });

  it('scheme-case: takes the scheme in any case', async () => {
    const headers = { 'content-type': 'application/json', authorization: `bearer ${fake.mint().accessToken}` };
    const body = JSON.stringify({ query: '{ self { id } }' });
    const answer = await fetch(fake.endpoints.userinfo, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ data: { self: { id: '200000001' } } });
  });

  it('id-type-drift: answers ids as numbers where told so', async () => {
    fake.settings.numericIds = true;
    expect(await ask(fake.mint().accessToken)).toEqual([200, { data: { self: { id: 200000001 } } }]);
  });

  it('shows a new name at once', async () => {
    const { accessToken } = fake.mint();
    fake.members.rename('200000001', 'Administrator');
    expect(await ask(accessToken, '{ self { name } }')).toEqual([200, { data: { self: { name: 'Administrator' } } }]);
  });

  it.each([
    ['200000003', { name: null, username: null, status: 'ACTIVE' }],
    ['200000004', { name: 'Unverified Member', username: 'member-4', status: 'UNVERIFIED' }],
    ['200000005', { name: 'prereg_member_200000005', username: 'member-5', status: 'PREREGISTERED' }],
    ['200000006', { name: 'Blocked Member', username: 'member-6', status: 'BLOCKED' }],
  ])('prereg-member and others: member %s is %o', async (member, self) => {
    const { accessToken } = fake.mint({ member });
    expect(await ask(accessToken, '{ self { name username status } }')).toEqual([200, { data: { self } }]);
  });

  it('email-nulls-self: an e-mail that does not resolve nulls self, a query without it succeeds', async () => {
    fake.settings.emailResolverFails = true;
    const { accessToken } = fake.mint();
    const [status, body] = await ask(accessToken, '{ self { id email } }');
    expect([status, body]).toMatchObject([200, { data: { self: null }, errors: [{ path: ['self', 'email'] }] }]);
    expect(await ask(accessToken, '{ self { id name } }')).toMatchObject([
      200,
      { data: { self: { id: '200000001' } } },
    ]);
  });

  it('answers memberships over two pages', async () => {
    fake.settings.membershipsPerPage = 2;
    const query = `query Page($after: String) { self { memberships(first: 50, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { urlname } } } } }`;
    const pageOf = async (after?: string) => {
      const [, body] = await ask(fake.mint().accessToken, query, { after });
      return (body as { data: { self: { memberships: { pageInfo: { endCursor: string }; edges: [] } } } }).data.self
        .memberships;
    };
    const first = await pageOf();
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true }, edges: { length: 2 } });
    const second = await pageOf(first.pageInfo.endCursor);
    expect(second).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
    expect(second.edges).toEqual([{ node: { urlname: 'example-group-3' } }]);
  });
});

describe('no token, or a bad one', () => {
  it('anonymous-200: without a token the answer is 200 and self is null', async () => {
    expect(await ask(undefined, profile)).toEqual([200, { data: { self: null } }]);
  });

  it.each(['unknown', 'expired', 'removed'])('a token that is %s: 401 and JSON', async (kind) => {
    const { accessToken } = fake.mint();
    if (kind === 'expired') fake.clock.advance(3601);
    if (kind === 'removed') fake.remove();
    const [status, body] = await ask(kind === 'unknown' ? 'unknown' : accessToken);
    expect([status, body]).toEqual([401, { errors: [{ message: expect.stringContaining('Unauthorized') }] }]);
  });

  it('is answered 401 and HTML, 200 and errors, or 200 and a null self, as told', async () => {
    fake.settings.badToken = 'html-401';
    const page = await askGraphql(fake, 'unknown');
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html;charset=utf-8']);
    fake.settings.badToken = 'errors-200';
    expect(await ask('unknown')).toEqual([200, { errors: [{ message: expect.stringContaining('Unauthorized') }] }]);
    fake.settings.badToken = 'null-self-200';
    expect(await ask('unknown')).toEqual([200, { data: { self: null } }]);
  });
});

describe('errors-inside-200: a query that is wrong', () => {
  it('schema-drift: one unknown field fails the whole query, without data', async () => {
    const [status, body] = await ask(fake.mint().accessToken, '{ self { id karma } }');
    expect([status, Object.keys(body as object)]).toEqual([200, ['errors']]);
    expect(body).toMatchObject({ errors: [{ extensions: { classification: 'ValidationError' } }] });
  });

  it('a body without a query is 400', async () => {
    const post = (body: string) =>
      fetch(fake.endpoints.userinfo, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    for (const body of ['{}', 'null', 'no JSON', '{"query":1}']) expect((await post(body)).status).toBe(400);
  });
});
