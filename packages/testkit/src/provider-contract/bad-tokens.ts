import { reasons } from '@bearerkit/core';
import type { Case, Context } from './case.ts';
import { hasGrant, isAsked, tellsExpiry } from './declared.ts';
import type { FakeTokenRequest } from './fake.ts';

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Texts that are no token of anybody: made up, cut, altered, unsigned. */
function garbage({ provider }: Context, good: string): string[] {
  const { issuer } = provider.endpoints;
  const iss = Array.isArray(issuer) ? issuer[0] : issuer;
  const claims = { iss, sub: 'member-1', aud: provider.client?.id, exp: 4_102_444_800 };
  const unsigned = `${segment({ alg: 'none' })}.${segment(claims)}.`;
  const shapes = provider.accepts.flatMap((rule) => (rule.token === 'opaque' ? [rule.shape.prefix ?? ''] : []));
  const middle = good.length - 12;
  const altered = good.slice(0, middle) + (good[middle] === 'a' ? 'b' : 'a') + good.slice(middle + 1);
  const made = ['x', 'garbage', '__proto__', 'constructor', 'null', '...', 'a.b.c', unsigned, `${unsigned}c2ln`];
  return [...made, altered, good.slice(0, -3), `${good}x`, ...shapes.map((prefix) => `${prefix}${'0'.repeat(36)}`)];
}

async function isRefused(context: Context, request: FakeTokenRequest): Promise<void> {
  const { open, token, expect } = context;
  const text = await token(request);
  const error = await open().refusal(text);
  expect(error?.status).toBe(401);
  expect(Object.keys(reasons)).toContain(error?.reason ?? 'let in');
}

/** Tokens that are not good: each is refused, none is an exception. */
export const badTokenCases: readonly Case[] = [
  {
    title: 'bad token: garbage is 401 with a reason of the closed list, never an exception',
    run: async (context) => {
      const { open, token, expect } = context;
      const stage = open();
      const good = await token();
      for (const text of garbage(context, good)) {
        const error = await stage.refusal(text);
        expect([400, 401].includes(error?.status ?? 200), `${text}: ${error?.reason}`).toBe(true);
        expect(Object.keys(reasons)).toContain(error?.reason ?? 'let in');
      }
      expect(await stage.outcome(good)).toBe('ok');
    },
  },
  {
    title: 'bad token: an expired one is expired or inactive',
    absent: (provider) => !tellsExpiry(provider),
    run: async ({ open, token, expect }) => {
      const error = await open().refusal(await token({ state: 'expired' }));
      expect(['401 expired', '401 inactive']).toContain(`${error?.status} ${error?.reason}`);
    },
  },
  {
    title: 'bad token: one that the provider revoked is inactive or revoked',
    absent: (provider) => !isAsked(provider),
    run: async ({ open, token, expect }) => {
      const error = await open().refusal(await token({ state: 'revoked' }));
      expect(['401 inactive', '401 revoked']).toContain(`${error?.status} ${error?.reason}`);
    },
  },
  {
    title: 'bad token: an ID token is no access token',
    absent: ({ endpoints, refuses }) =>
      endpoints.issuer === undefined && refuses.every(({ reason }) => reason !== 'id_token'),
    run: (context) => isRefused(context, { kind: 'id' }),
  },
  {
    title: 'bad token: a refresh token is no access token',
    absent: (provider) => !hasGrant(provider, 'refresh_token'),
    run: (context) => isRefused(context, { kind: 'refresh' }),
  },
  {
    title: 'bad token: one that was revoked here is refused at once',
    run: async ({ open, token, expect }) => {
      const stage = open();
      const text = await token();
      expect(await stage.outcome(text)).toBe('ok');
      await stage.registry.revoke({ token: text });
      expect(await stage.outcome(text)).toBe('401 revoked');
    },
  },
];
