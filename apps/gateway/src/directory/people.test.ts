import { openSqlStores, type SqlStores } from '@bearerkit/store-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MatchableAttribute } from './directory.ts';
import { noUsers } from './none.ts';
import { People, type ProvedCaller } from './people.ts';
import { staticUsers } from './static.ts';

let stores: SqlStores;
let linked: string[];
beforeEach(async () => {
  stores = await openSqlStores({ url: 'sqlite::memory:' });
  linked = [];
});
afterEach(() => stores.close());

const list = [
  { username: 'User-1', groups: ['users'] },
  { username: 'user-2' },
  { username: 'gone', active: false },
  { username: 'root', groups: ['administrators'] },
];
const users = staticUsers.open(staticUsers.options.parse({ kind: 'static', list }));
const neverAs = { users: ['USER-2'], groups: ['administrators'] };
const people = (attribute?: MatchableAttribute, more: { never?: typeof neverAs; directory?: typeof users } = {}) =>
  new People({
    name: 'wiki',
    directory: more.directory ?? users,
    links: stores.links,
    attribute,
    neverAs: more.never ?? { users: [], groups: ['administrators'] },
    onLink: ({ subject, user }) => linked.push(`${subject} ${user}`),
  });
const caller = (more: Partial<ProvedCaller> = {}): ProvedCaller => ({
  provider: 'acme',
  subject: 'member-1',
  emailVerified: false,
  ...more,
});
const link = (subject: string, user: string, directory = 'wiki', identity = 'acme-issuer') =>
  stores.links.add({ directory, identity, subject, user, createdBy: 'admin' });
const find = (who: People, one: ProvedCaller, identity = 'acme-issuer') =>
  who.find(one, identity).then(
    ({ username }) => username,
    (error: { reason?: string }) => error.reason,
  );

describe('match: link', () => {
  it('only a link makes a user, and it belongs to one directory and one provider identity', async () => {
    expect(await find(people(), caller({ username: 'user-1', name: 'user-1' }))).toBe('unknown_user');
    await link('member-1', 'user-1', 'elsewhere');
    await link('member-1', 'user-1', 'wiki', 'other-issuer');
    expect(await find(people(), caller())).toBe('unknown_user');
    await link('member-1', 'user-1');
    expect(await find(people(), caller())).toBe('User-1');
    await stores.links.remove('wiki', 'acme-issuer', 'member-1');
    expect(await find(people(), caller())).toBe('unknown_user');
  });

  it('a user who is gone, inactive or nobody’s to be is refused, whoever made the link', async () => {
    await link('member-1', 'gone');
    expect(await find(people(), caller())).toBe('inactive_user');
    await link('member-2', 'nobody');
    expect(await find(people(), caller({ subject: 'member-2' }))).toBe('unknown_user');
    await link('member-3', 'root');
    expect(await find(people(), caller({ subject: 'member-3' }))).toBe('forbidden');
    await link('member-4', 'user-2');
    expect(await find(people(undefined, { never: neverAs }), caller({ subject: 'member-4' }))).toBe('forbidden');
  });

  it('a store that can not be read is 503, never "unknown"', async () => {
    await link('member-1', 'user-1');
    await stores.close();
    expect(await find(people(), caller())).toBe('store_unavailable');
  });
});

describe('match: attribute', () => {
  it('the first match writes a link; later renames change nothing (rule 32)', async () => {
    const who = people('username');
    expect(await find(who, caller({ username: 'uSER-1' }))).toBe('User-1');
    expect(stores.links.list().map(({ user, createdBy }) => [user, createdBy])).toEqual([['User-1', 'first-match']]);
    expect(linked).toEqual(['member-1 User-1']);
    expect(await find(who, caller({ username: 'user-2' }))).toBe('User-1');
    expect(await find(who, caller())).toBe('User-1');
  });

  it('a second member of that name gains nothing, and one who takes the name of an administrator neither', async () => {
    const who = people('username');
    await find(who, caller({ username: 'user-1' }));
    expect(await find(who, caller({ subject: 'member-2', username: 'user-1' }))).toBe('unknown_user');
    expect(await find(who, caller({ subject: 'member-3', username: 'root' }))).toBe('unknown_user');
    expect(await find(people('username', { never: neverAs }), caller({ subject: 'm', username: 'user-2' }))).toBe(
      'unknown_user',
    );
    expect(stores.links.list()).toHaveLength(1);
  });

  it('inactive users and unknown names get no link', async () => {
    expect(await find(people('username'), caller({ username: 'gone' }))).toBe('inactive_user');
    expect(await find(people('username'), caller({ username: 'nobody' }))).toBe('unknown_user');
    expect(await find(people('username'), caller({ username: 'j\u200bdoe' }))).toBe('unknown_user');
    expect(stores.links.list()).toEqual([]);
  });

  it('an e-mail counts only when verified', async () => {
    const directory = staticUsers.open(
      staticUsers.options.parse({ kind: 'static', list: [{ username: 'a@example.com' }] }),
    );
    const who = people('email', { directory });
    expect(await find(who, caller({ email: 'a@example.com' }))).toBe('unknown_user');
    expect(await find(who, caller({ email: 'a@example.com', emailVerified: true }))).toBe('a@example.com');
  });

  it('twenty first requests at once make one link', async () => {
    const who = people('username');
    const all = await Promise.all(Array.from({ length: 20 }, () => find(who, caller({ username: 'user-1' }))));
    expect(new Set(all)).toEqual(new Set(['User-1']));
    expect(stores.links.list()).toHaveLength(1);
  });
});

describe('users: none', () => {
  it('takes whom a link or the subject names', async () => {
    const directory = noUsers.open(noUsers.options.parse({ kind: 'none' }));
    expect(await find(people('subject', { directory }), caller())).toBe('member-1');
    await link('member-2', 'anybody');
    expect(await find(people(undefined, { directory }), caller({ subject: 'member-2' }))).toBe('anybody');
    expect(await find(people(undefined, { directory }), caller({ subject: 'member-3' }))).toBe('unknown_user');
    expect([people().has('USER-1'), people().has('nobody'), people().has('a b')]).toEqual([true, false, false]);
  });
});
