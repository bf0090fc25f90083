import { ConfigurationError, createProviderRegistry } from '@bearerkit/core';
import type { Case } from './case.ts';
import { acme, resource } from './provider.ts';

const reader = 'acme_member-1';
const writer = 'acme_member-2.write';

/** What a route demands besides a good token. */
export const requirementCases: readonly Case[] = [
  ...(
    [
      ['/write', 'orders:write'],
      ['/read-then-write', 'orders:read orders:write'],
      ['/read-then-any', 'orders:write orders:admin'],
    ] as const
  ).map(
    ([path, scope]): Case => ({
      title: `RFC 6750 §3.1: too little scope is 403 insufficient_scope, naming what is needed: ${path}`,
      run: async ({ get, refused, expect }) => {
        const cold = await get(path, reader);
        const warm = await get(path, reader);
        for (const answer of [cold, warm]) {
          refused(answer, 403, 'insufficient_scope');
          expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
        }
        expect((await get(path, writer)).json).toEqual({ subject: 'member-2', sameTick: false });
      },
    }),
  ),
  {
    title: 'a provider outside accept is 401 without being asked, cold and warm; the challenge has the realm',
    run: async ({ get, provider, refused, forget, expect }) => {
      const cold = await get('/acme-only', 'other_member-1');
      refused(cold, 401, 'invalid_token');
      expect(cold.headers.get('www-authenticate')).toContain('realm="acme orders"');
      expect(provider.calls()).toBe(0);
      expect((await get('/me', 'other_member-1')).status).toBe(200);
      forget();
      refused(await get('/acme-only', 'other_member-1'), 401, 'invalid_token');
      expect(provider.calls()).toBe(1);
    },
  },
  {
    title: 'providers that could take one token are an error when the guard is made',
    run: async ({ provider, failure, expect }) => {
      const twin = acme({ prefix: 'acme_', url: provider.url, clientSecret: 'contract-secret' });
      const registry = createProviderRegistry({ acme: twin, other: twin }, { resource });
      const problem = await failure(registry);
      expect(ConfigurationError.isInstance(problem) && problem.code).toBe('ambiguous_providers');
    },
  },
  {
    title: 'getAuth and demands without a guard are an error, never a pass (Traefik CVE-2026-54762)',
    run: async ({ get, handled, expect }) => {
      for (const path of ['/get-without-guard', '/scopes-without-guard', '/any-scope-without-guard']) {
        expect((await get(path, writer)).status, path).toBe(500);
      }
      expect(handled).toEqual([]);
      expect((await get('/find-without-guard', writer)).json).toEqual({ subject: null, sameTick: false });
    },
  },
];
