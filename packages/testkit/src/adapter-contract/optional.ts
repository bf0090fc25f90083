import { faults } from '../fake/faults.ts';
import type { Case } from './case.ts';
import { bearer } from './world.ts';

/** `optional` concerns only an absent credential. */
export const optionalCases: readonly Case[] = [
  {
    title: 'optional lets a request without a credential through, and knows a good one',
    run: async ({ get, send, expect }) => {
      expect((await get('/optional')).json).toEqual({ subject: null, sameTick: true });
      const basic = await send('GET', '/optional', [['Authorization', 'Basic dXNlcjpwYXNz']]);
      expect(basic.json).toEqual({ subject: null, sameTick: true });
      expect((await get('/optional', 'acme_member-1')).json).toEqual({ subject: 'member-1', sameTick: false });
    },
  },
  {
    title: 'optional refuses a credential that is bad, malformed or doubled (authentik CVE-2026-25748)',
    run: async ({ get, send, refused }) => {
      refused(await get('/optional', 'acme_nobody'), 401, 'invalid_token');
      refused(await send('GET', '/optional', [['Authorization', 'Bearer']]), 400, 'invalid_request');
      const twice = [bearer('acme_member-1'), bearer('acme_member-1')];
      refused(await send('GET', '/optional', twice), 400, 'invalid_request');
    },
  },
  {
    title: 'RFC 9110 §15.6.4: optional is 503 while the provider is down',
    run: async ({ get, provider, refused }) => {
      provider.fail(faults.reset());
      refused(await get('/optional', 'acme_member-1'), 503, 'temporarily_unavailable');
    },
  },
  {
    title: 'a demand after an optional guard still wants a credential',
    run: async ({ get, refused, expect }) => {
      refused(await get('/optional-then-write'), 401, undefined);
      refused(await get('/optional-then-write', 'acme_member-1'), 403, 'insufficient_scope');
      expect((await get('/optional-then-write', 'acme_member-1.write')).status).toBe(200);
    },
  },
];
