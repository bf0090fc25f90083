import type { Case } from './case.ts';
import { hasGrant, hasLogin } from './declared.ts';
import { failure } from './exchange.ts';
import { watchedHttp } from './http.ts';
import { signIn } from './obtain.ts';

/** Where calls go. */
export const hostCases: readonly Case[] = [
  {
    title: 'hosts: with its endpoints overridden nobody but the fake is contacted',
    run: async ({ fake, provider, open, token, expect }) => {
      const http = watchedHttp();
      const stage = open({ http });
      await stage.verify(await token());
      await stage.outcome(await token({ client: 'other' }));
      if (hasLogin(provider)) {
        const { refreshToken, accessToken } = await signIn(stage, fake);
        const hasRefresh = refreshToken !== undefined && hasGrant(provider, 'refresh_token');
        // A refresh may end the token before it.
        const last = hasRefresh ? (await stage.client.refresh(refreshToken)).accessToken : accessToken;
        if (provider.endpoints.revoke !== undefined) await failure(stage.client.revoke(last));
      }
      expect(http.urls.length > 0).toBe(true);
      const origins = new Set(http.urls.map((url) => new URL(url).origin));
      expect([...origins]).toEqual([fake.url]);
      const declared = JSON.stringify(provider.endpoints).match(/https?:\/\/[^/"]+/g) ?? [];
      expect(declared.filter((origin) => origin !== fake.url)).toEqual([]);
    },
  },
];
