import type { Case } from './case.ts';
import { provingClient } from './proving-client.ts';

/** Tokens that are bound to a key (RFC 9449): method, URL and every header line must reach the registry. */
export const boundTokenCases: readonly Case[] = [
  {
    title: 'RFC 9449 §7.1: a bound token passes with a proof for method and URL as received, below a mount too',
    run: async ({ send, expect }) => {
      const client = provingClient();
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
        const answer = await send(method, '/mounted/here?page=2', client.lines(method, '/mounted/here'));
        expect(answer.status, method).toBe(200);
      }
      expect((await send('GET', '/me', client.lines('GET', '/me'))).json).toEqual({
        subject: 'member-1',
        sameTick: false,
      });
    },
  },
  {
    title:
      'RFC 9449 §4.3: a proof that is absent, sent twice, used up or for another request is 401 with a DPoP challenge',
    run: async ({ send, forget, handled, expect }) => {
      const { token, proof, lines } = provingClient();
      const used = lines('GET', '/me');
      expect((await send('GET', '/me', used)).status).toBe(200);
      forget();
      const line = ['Authorization', `DPoP ${token}`] as const;
      const bad = [
        [line],
        used,
        [...lines('GET', '/me'), ['dpop', proof('GET', '/me')] as const],
        lines('PUT', '/me'),
        lines('GET', '/'),
      ];
      for (const sent of [...bad, [['Authorization', `Bearer ${token}`] as const]]) {
        const { status, headers } = await send('GET', '/me', sent);
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toMatch(
          /^DPoP .*error="(invalid_token|invalid_dpop_proof)".* algs="ES256/,
        );
      }
      expect(handled).toEqual([]);
    },
  },
];
