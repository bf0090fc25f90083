import { ClientError } from '@bearerkit/core';
import type { Call } from '../fake/call.ts';
import { basicCredentials } from '../fake/credentials.ts';
import type { Case, Context } from './case.ts';
import { hasLogin } from './declared.ts';

const absent: Case['absent'] = (provider) => !hasLogin(provider);

/** A secret that naive encodings mangle (RFC 6749 §2.3.1). */
const secret = 'a:b+c%20d e/f=g&h';

/** The error with which a client's verb fails. */
export async function failure(work: Promise<unknown>): Promise<ClientError | undefined> {
  try {
    return void (await work);
  } catch (error) {
    if (ClientError.isInstance(error)) return error;
    throw error;
  }
}

/** The last call of the token endpoint. */
function tokenCall({ fake }: Pick<Context, 'fake'>): Call {
  const call = [...fake.log].reverse().find(({ path }) => path === fake.paths.token);
  if (call === undefined) throw new Error(`The token endpoint was not called: \`paths.token\` is ${fake.paths.token}`);
  return call;
}

/** The code for a token (RFC 6749 §4.1.3). */
export const exchangeCases: readonly Case[] = [
  {
    title: 'exchange: a code gives a bearer token, with the verifier and the same redirect URI',
    absent,
    run: async (context) => {
      const { fake, provider, signIn, expect } = context;
      const { accessToken, tokenType, codeVerifier } = await signIn();
      expect(accessToken).not.toBe('');
      expect(tokenType).toMatch(/^bearer$/i);
      const { form, method } = tokenCall(context);
      expect([method, form.get('grant_type')]).toEqual(['POST', 'authorization_code']);
      expect(form.get('redirect_uri')).toBe(fake.client.redirectUri);
      expect(form.get('code_verifier') ?? undefined).toBe(codeVerifier);
      expect(codeVerifier !== undefined).toBe(provider.pkce === 'S256');
    },
  },
  {
    title: 'exchange: a code that is not good is invalid_grant',
    absent,
    run: async ({ fake, open, expect }) => {
      const code = { code: 'made-up', redirectUri: fake.client.redirectUri, codeVerifier: 'v'.repeat(43) };
      const error = await failure(open().client.exchange(code));
      expect(error?.code).toBe('invalid_grant');
      expect(error?.message).not.toContain('made-up');
    },
  },
  {
    title: 'exchange: an answer of another content type is not read',
    absent,
    run: async ({ fake, open, expect }) => {
      const json = JSON.stringify({ access_token: 'from-a-page', token_type: 'bearer' });
      for (const [type, body] of [
        ['text/html', json],
        ['text/plain', 'access_token=from-a-page&token_type=bearer'],
        ['application/x-www-form-urlencoded', 'access_token=from-a-page&token_type=bearer'],
      ] as const) {
        fake.fail(() => ({ headers: { 'content-type': type }, body }), { path: fake.paths.token, times: 1 });
        const error = await failure(open().client.exchange({ code: 'x', redirectUri: fake.client.redirectUri }));
        expect(error?.code, type).toBe('provider_malformed');
      }
    },
  },
  {
    title: 'exchange: client authentication in the declared place, correctly encoded (RFC 6749 §2.3.1)',
    absent,
    run: async (context) => {
      const { fake, create, open, expect } = context;
      const renamed: typeof fake = Object.create(fake, { client: { value: { ...fake.client, secret } } });
      const provider = create({}, renamed);
      await failure(open({ provider }).client.exchange({ code: 'x', redirectUri: fake.client.redirectUri }));
      const { headers, form, query } = tokenCall(context);
      const { id, authentication, secret: hidden } = provider.client ?? {};
      expect(hidden?.reveal()).toBe(authentication === 'none' ? hidden?.reveal() : secret);
      const basic = basicCredentials(headers.authorization);
      const [sentId, sentSecret] = [form.get('client_id') ?? undefined, form.get('client_secret') ?? undefined];
      const places = {
        client_secret_basic: [{ id, secret }, undefined, undefined],
        client_secret_post: [undefined, id, secret],
        none: [undefined, id, undefined],
      };
      expect([basic, sentId, sentSecret]).toEqual(places[authentication ?? 'none']);
      expect([query.has('client_secret'), query.has('client_id')]).toEqual([false, false]);
    },
  },
];
