import type { Case } from './case.ts';
import { bearer } from './world.ts';

/** How a credential is read, and the answers to those that are not good. */
export const credentialCases: readonly Case[] = [
  {
    title: 'RFC 6750 §3.1: no credential is 401 with a challenge that names no error',
    run: async ({ get, refused }) => refused(await get('/me'), 401, undefined),
  },
  {
    title: 'RFC 6750 §3.1: a token that is not good is 401 invalid_token, and is not repeated',
    run: async ({ get, refused, expect }) => {
      for (const token of ['acme_nobody', 'garbage', 'eyJh.eyJh.c2ln']) {
        const answer = await get('/me', token);
        refused(answer, 401, 'invalid_token');
        expect(answer.body + [...answer.headers.values()].join()).not.toContain(token);
      }
    },
  },
  {
    title: 'RFC 9110 §11.1: the scheme is case-insensitive',
    run: async ({ send, expect }) => {
      for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
        const { status, json } = await send('GET', '/me', [['authorization', `${scheme} acme_member-1`]]);
        expect([status, (json as { subject: unknown }).subject]).toEqual([200, 'member-1']);
      }
    },
  },
  {
    title: 'RFC 6750 §3.1: two Authorization headers are 400 invalid_request, also when both are good or alike',
    run: async ({ send, refused }) => {
      for (const second of ['acme_member-1', 'acme_member-2', 'acme_nobody']) {
        const line = ['authorization', `bearer ${second}`] as const;
        refused(await send('GET', '/me', [bearer('acme_member-1'), line]), 400, 'invalid_request');
      }
    },
  },
  {
    title: 'RFC 6750 §3.1: Basic beside Bearer is 400 invalid_request, in either order',
    run: async ({ send, refused }) => {
      const basic = ['Authorization', 'Basic dXNlcjpwYXNz'] as const;
      refused(await send('GET', '/me', [bearer('acme_member-1'), basic]), 400, 'invalid_request');
      refused(await send('GET', '/me', [basic, bearer('acme_member-1')]), 400, 'invalid_request');
    },
  },
  {
    title: 'RFC 6750 §2.1: a comma in the value is 400 invalid_request',
    run: async ({ get, refused }) => {
      refused(await get('/me', 'acme_member-1,acme_member-1'), 400, 'invalid_request');
      refused(await get('/me', 'acme_member-1, Bearer acme_member-2'), 400, 'invalid_request');
    },
  },
  {
    title: 'RFC 6750 §2.1: an Authorization that can not be read is 400, never an exception (GHSA-xmf8-cvqr-rfgj)',
    run: async ({ send, refused }) => {
      for (const value of ['', 'Bearer', 'Bearer a b', 'DPoP', 'Bearer caf\xe9', '=', '"Bearer" a', 'Bearer {"a":1}']) {
        refused(await send('GET', '/me', [['Authorization', value]]), 400, 'invalid_request');
      }
    },
  },
  {
    title: 'RFC 9110 §11.4: a scheme that no provider reads counts as no credential',
    run: async ({ send, refused }) => {
      for (const value of ['Basic dXNlcjpwYXNz', 'Digest username="a", realm="b"', 'Bearerish acme_member-1']) {
        refused(await send('GET', '/me', [['Authorization', value]]), 401, undefined);
      }
    },
  },
  {
    title: 'RFC 6750 §2.3: a token in the query or in a cookie is not looked at',
    run: async ({ send, refused }) => {
      refused(await send('GET', '/me?access_token=acme_member-1'), 401, undefined);
      refused(await send('GET', '/me', [['Cookie', 'access_token=acme_member-1']]), 401, undefined);
    },
  },
  {
    title: 'a malformed cookie beside a good token changes nothing',
    run: async ({ send, expect }) => {
      const cookie = ['Cookie', 'a=%E0%A4%A; =; ;;b="'] as const;
      expect((await send('GET', '/me', [bearer('acme_member-1'), cookie])).status).toBe(200);
    },
  },
  {
    title: 'RFC 9728 §5.1: the challenge points to the configured origin, whatever Host and X-Forwarded-Host say',
    run: async ({ send, refused, expect }) => {
      const evil = ['Host', 'X-Forwarded-Host', 'Forwarded'].map((name) => [name, 'evil.example'] as const);
      const answer = await send('GET', '/me', evil);
      refused(answer, 401, undefined);
      const challenge = answer.headers.get('www-authenticate');
      expect(challenge).toContain('resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"');
      expect(challenge).not.toContain('evil');
    },
  },
  {
    title: 'RFC 7009 §2: a token that was revoked is refused on the next request',
    run: async ({ get, registry, refused, forget, expect }) => {
      expect((await get('/me', 'acme_member-1')).status).toBe(200);
      await registry.revoke({ token: 'acme_member-1' });
      forget();
      refused(await get('/me', 'acme_member-1'), 401, 'invalid_token');
    },
  },
];
