import { setTimeout as wait } from 'node:timers/promises';
import type { Case } from './case.ts';
import { bearer } from './world.ts';

const preflight = [
  ['Origin', 'https://app.example'],
  ['Access-Control-Request-Method', 'GET'],
] as const;

/** Where frameworks differ, and adapters must not. */
export const frameworkCases: readonly Case[] = [
  {
    title: 'a token that is known reaches its handler in the same tick',
    run: async ({ get, expect }) => {
      expect((await get('/me', 'acme_member-1')).json).toEqual({ subject: 'member-1', sameTick: false });
      expect((await get('/me', 'acme_member-1')).json).toEqual({ subject: 'member-1', sameTick: true });
      expect((await get('/read-then-any', 'acme_member-1.write')).status).toBe(200);
      expect((await get('/read-then-any', 'acme_member-1.write')).json).toEqual({
        subject: 'member-1',
        sameTick: true,
      });
    },
  },
  {
    title: 'concurrent requests share nothing',
    run: async ({ get, provider, expect }) => {
      provider.fail(async ({ form }) => void (await wait((form.get('token')?.length ?? 0) % 2 === 0 ? 20 : 1)));
      const members = Array.from({ length: 60 }, (_, index) => `member-${index}`);
      const answers = await Promise.all(members.map((member) => get('/me', `acme_${member}`)));
      expect(answers.map(({ json }) => (json as { subject: unknown }).subject)).toEqual(members);
    },
  },
  {
    title: 'many requests at once with one new token ask the provider once',
    run: async ({ get, provider, expect }) => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => get('/me', 'acme_member-1')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(provider.calls()).toBe(1);
    },
  },
  {
    title: 'the registry sees method and URL as received, whatever the mount',
    run: async ({ send, seen, expect }) => {
      expect((await send('PUT', '/mounted/here?page=2', [bearer('acme_member-1')])).status).toBe(200);
      const { method, url = '' } = seen[0] ?? {};
      const { pathname, search } = new URL(url, 'http://127.0.0.1');
      expect([method, pathname, search]).toEqual(['PUT', '/mounted/here', '?page=2']);
    },
  },
  {
    title: 'RFC 9110 §9.3.2: HEAD is answered as GET is, without a body',
    run: async ({ send, expect }) => {
      const refused = await send('HEAD', '/me');
      expect([refused.status, refused.rest]).toEqual([401, '']);
      expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer /);
      const good = await send('HEAD', '/me', [bearer('acme_member-1')]);
      expect([good.status, good.rest]).toEqual([200, '']);
    },
  },
  {
    title: 'Fetch standard: a CORS preflight needs no token, any other OPTIONS does',
    run: async ({ send, refused, expect }) => {
      for (const lines of [[], preflight.slice(0, 1), preflight.slice(1)]) {
        refused(await send('OPTIONS', '/write', lines), 401, undefined);
      }
      refused(await send('GET', '/write', preflight), 401, undefined);
      for (const path of ['/write', '/read-then-write', '/optional-then-write']) {
        const answer = await send('OPTIONS', path, preflight);
        expect([answer.status, answer.json]).toEqual([200, { subject: null, sameTick: false }]);
      }
    },
  },
  {
    title: 'RFC 6265 §3: two Set-Cookie headers stay two',
    run: async ({ get, expect }) => {
      const { headers } = await get('/cookies', 'acme_member-1');
      expect(headers.getSetCookie()).toEqual(['first=1; Path=/', 'second=2; Path=/']);
    },
  },
];
