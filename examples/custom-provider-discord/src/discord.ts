import { call, defineProvider, opaque, secret } from '@bearerkit/core/provider';
import { z } from 'zod';
import { quirks } from './quirks.ts';

const marks = { mutable: true, reassignable: true };
const api = 'https://discord.com/api';

/** Access tokens of Discord: https://discord.com/developers/docs/topics/oauth2 (checked 2026-11). */
export const discord = defineProvider({
  contract: 1,
  id: 'discord',
  name: 'Discord',
  options: z.strictObject({ clientId: z.string().min(1), clientSecret: secret() }),
  setup: {
    registerUrl: 'https://discord.com/developers/applications',
    steps: ['New Application.', 'OAuth2: copy client id and client secret, and add the redirect URL.'],
  },
  quirks,
  define: ({ clientId, clientSecret }) => ({
    endpoints: {
      authorize: 'https://discord.com/oauth2/authorize',
      token: `${api}/oauth2/token`,
      revoke: `${api}/oauth2/token/revoke`,
      authorization: `${api}/oauth2/@me`,
      userinfo: { url: `${api}/users/@me`, subject: '/id' },
    },
    client: { id: clientId, secret: clientSecret, authentication: 'client_secret_basic' },
    scopes: { request: ['identify', 'email'] },
    pkce: 'S256',
    grants: ['authorization_code', 'refresh_token'],
    accepts: [
      opaque({
        shape: { alphabet: 'alphanumeric', length: [20, 64] },
        binding: 'app',
        // Names the application that the token was issued to, which `/users/@me` does not.
        inspect: call('authorization', {
          send: 'bearer',
          authentication: 'none',
          facts: { client: '/application/id', subject: '/user/id', expiresAt: '/expires', scopes: '/scopes' },
        }),
        attributes: {
          from: 'userinfo',
          subject: { pointer: '/user/id', from: 'inspection' },
          username: { pointer: '/username', ...marks },
          email: { pointer: '/email', ...marks },
          emailVerified: '/verified',
          name: { pointer: '/global_name', ...marks },
        },
      }),
    ],
  }),
});
