import { call, opaque } from '@bearerkit/core/provider';
import { judgeDebugToken, member } from './judge.ts';

/** An id is a text, in older answers a number. */
const idOf = (id: unknown) => (Number.isSafeInteger(id) ? String(id) : id);

/** The rule for user access tokens: debug_token says for which app and user one was issued, /me who that is. */
export const accessTokens = (prefix: string, treatEmailAsVerified: boolean) =>
  opaque({
    shape: { prefix, alphabet: 'base64url' },
    binding: 'app',
    inspect: call('debugToken', {
      send: { query: 'input_token' },
      authentication: { bearer: ({ id, secret }) => `${id}|${secret?.reveal()}` },
      judge: judgeDebugToken,
      facts: {
        subject: '/data/user_id',
        client: (document) => idOf(member(document, 'data')?.app_id),
        expiresAt: (document) => member(document, 'data')?.expires_at || undefined, // 0 means never
        issuedAt: '/data/issued_at',
        scopes: '/data/scopes',
      },
    }),
    attributes: {
      from: 'userinfo',
      subject: { pointer: '/data/user_id', from: 'inspection' },
      name: { pointer: '/name', mutable: true, reassignable: true },
      email: { pointer: '/email', mutable: true, reassignable: true, unverified: !treatEmailAsVerified },
      emailVerified: treatEmailAsVerified ? ({ email }) => typeof email === 'string' : undefined,
      picture: '/picture/data/url',
    },
  });
