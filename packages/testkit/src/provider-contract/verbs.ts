import type { Case } from './case.ts';
import { hasGrant, isAsked, personal } from './declared.ts';
import { failure } from './exchange.ts';

/** What the client of a provider can do besides a login. */
export const verbCases: readonly Case[] = [
  {
    title: 'refresh: gives a token of the same subject (RFC 6749 §6)',
    absent: (provider) => !hasGrant(provider, 'refresh_token'),
    run: async ({ fake, signIn, open, expect }) => {
      const { refreshToken } = await signIn();
      if (refreshToken === undefined) throw new Error('The login gave no refresh token');
      const stage = open();
      const { accessToken } = await stage.client.refresh(refreshToken);
      expect((await stage.verify(accessToken)).subject).toBe(fake.accounts.member.subject);
    },
  },
  {
    title: 'revoke: the token is refused here, and the provider is told (RFC 7009)',
    absent: ({ endpoints }) => endpoints.revoke === undefined,
    run: async ({ provider, fake, signIn, open, expect }) => {
      const { accessToken, refreshToken } = await signIn();
      const stage = open();
      expect(await stage.outcome(accessToken)).toBe('ok');
      fake.forget();
      const error = await failure(stage.client.revoke(accessToken));
      expect(fake.calls()).toBe(1);
      expect(await stage.outcome(accessToken)).toBe('401 revoked');
      if (error !== undefined) {
        // RFC 7009 §2: access tokens are optional, refresh tokens are not.
        expect(error.code).toBe('unsupported_token_type');
        await stage.client.revoke(refreshToken ?? '');
        expect((await failure(open().client.refresh(refreshToken ?? '')))?.code).toBe('invalid_grant');
      } else if (isAsked(provider)) {
        // Another process has not heard of it: there the provider says so.
        expect(await open().outcome(accessToken)).toMatch(/^401 (inactive|revoked)$/);
      }
    },
  },
  {
    title: 'machine token: a client, without user name and e-mail',
    absent: (provider) =>
      !hasGrant(provider, 'client_credentials') && personal(provider).length === provider.accepts.length,
    run: async ({ open, token, expect }) => {
      const auth = await open().verify(await token({ kind: 'machine' }));
      expect([auth.kind, auth.username, auth.email, auth.emailVerified]).toEqual([
        'client',
        undefined,
        undefined,
        false,
      ]);
      expect(auth.subject).not.toBe('');
    },
  },
];
