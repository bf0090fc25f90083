import { json } from '../fake/answer.ts';
import { faults } from '../fake/faults.ts';
import { createFakeServer } from '../fake/server.ts';
import type { Case } from './case.ts';
import { hasLogin } from './declared.ts';
import { failure } from './exchange.ts';
import { proofPaths } from './proof-paths.ts';

/** A redirect would carry a token or a secret to a host that nobody configured. */
export const redirectCases: readonly Case[] = [
  {
    title: 'redirects: not followed, at each step of a proof and at the token endpoint',
    run: async (context) => {
      const { fake, provider, open, token, expect } = context;
      const text = await token();
      const paths = await proofPaths(context, text);
      let answer = json({ access_token: 'from-elsewhere', token_type: 'bearer' });
      const elsewhere = await createFakeServer({ routes: {}, notFound: () => answer });
      try {
        for (const status of [301, 302, 307, 308]) {
          for (const [path, good] of paths) {
            answer = { headers: { 'content-type': 'application/json' }, body: good };
            fake.fail(faults.redirect(elsewhere.url, status), { path });
            expect(await open().outcome(text), `${status} at ${path}`).toMatch(/^503 provider_/);
            fake.heal();
          }
        }
        if (hasLogin(provider)) {
          answer = json({ access_token: 'from-elsewhere', token_type: 'bearer' });
          fake.fail(faults.redirect(elsewhere.url, 307), { path: fake.paths.token });
          const error = await failure(open().client.exchange({ code: 'x', redirectUri: fake.client.redirectUri }));
          expect(error?.code ?? 'a token').toMatch(/^provider_/);
        }
        expect(elsewhere.log.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
      } finally {
        await elsewhere.stop();
      }
    },
  },
];
