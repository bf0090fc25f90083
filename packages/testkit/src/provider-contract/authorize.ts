import { createHash } from 'node:crypto';
import type { Case } from './case.ts';
import { hasLogin } from './declared.ts';

const absent: Case['absent'] = (provider) => !hasLogin(provider);

/** The authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export const authorizeCases: readonly Case[] = [
  {
    title: 'authorize: the URL holds what the provider declares, each parameter once, and nothing else',
    absent,
    run: async ({ provider, fake, open, expect }) => {
      const { redirectUri } = fake.client;
      const scopes = ['one', 'two'];
      const request = await open().client.authorize({ redirectUri, scopes, state: 'a state & more' });
      const url = new URL(request.url);
      const { pkce, client, authorizeParameters, scopes: declared } = provider;
      const challenge = createHash('sha256')
        .update(request.codeVerifier ?? '')
        .digest('base64url');
      const wanted = {
        ...authorizeParameters,
        response_type: 'code',
        client_id: client?.id,
        redirect_uri: redirectUri,
        [declared.parameter]: scopes.join(declared.separator),
        state: 'a state & more',
        ...(pkce === 'S256' ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
      };
      const byName = (entries: readonly (readonly [string, unknown])[]) =>
        [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
      expect(url.origin).toBe(fake.url);
      expect(byName([...url.searchParams])).toEqual(byName(Object.entries(wanted)));
      expect(request.codeVerifier !== undefined).toBe(pkce === 'S256');
    },
  },
  {
    title: "authorize: without scopes it asks for the provider's own",
    absent,
    run: async ({ provider, fake, open, expect }) => {
      const { url } = await open().client.authorize({ redirectUri: fake.client.redirectUri });
      const { parameter, separator, request } = provider.scopes;
      const asked = new URL(url).searchParams.get(parameter) ?? '';
      expect(asked).toBe(request.join(separator) || (provider.authorizeParameters[parameter] ?? ''));
    },
  },
  {
    title: 'authorize: state and verifier are new each time, and long (RFC 7636 §4.1)',
    absent,
    run: async ({ provider, fake, open, expect }) => {
      const { client } = open();
      const both = [1, 2].map(() => client.authorize({ redirectUri: fake.client.redirectUri }));
      const requests = await Promise.all(both);
      const words = requests.flatMap(({ state, codeVerifier }) => [state, codeVerifier ?? '']);
      const secret = provider.pkce === 'S256' ? words : requests.map(({ state }) => state);
      expect(new Set(secret).size).toBe(secret.length);
      expect(secret.filter((word) => word.length < 43)).toEqual([]);
    },
  },
];
