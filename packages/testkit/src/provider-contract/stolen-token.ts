import type { Case } from './case.ts';
import { isBoundByLogin } from './declared.ts';
import { handWrittenCheck } from './userinfo-check.ts';

/** Whose token is it? What hand-written checks forget (RFC 9700 §4.2, RFC 6819 §4.4.1.13). */
const refusals = ['wrong_app', 'wrong_audience', 'unbound', 'inactive'];

/** A token that is alive, and was issued to another application. */
export const stolenTokenCases: readonly Case[] = [
  {
    title: "stolen token: another application's is refused",
    run: async ({ fake, provider, open, token, expect }) => {
      const stolen = await token({ client: 'other' });
      const stage = open();
      const error = await stage.refusal(stolen);
      expect(error?.status).toBe(401);
      expect(refusals).toContain(error?.reason ?? 'let in');
      const own = await token();
      expect(await stage.outcome(own), `the member's own token at ${fake.url}`).toBe('ok');
      expect(await stage.outcome(stolen)).toBe(`401 ${error?.reason}`);
      // Where only our memory binds, our own client id at the provider shows nothing.
      const unseen = isBoundByLogin(provider) ? await fake.token() : undefined;
      if (unseen !== undefined) expect(await stage.outcome(unseen)).toBe('401 unbound');
    },
  },
  {
    title: 'stolen token: a hand-written GET userinfo check lets it in',
    absent: ({ endpoints }) => endpoints.userinfo === undefined,
    run: async ({ provider, token, expect }) => {
      expect(await handWrittenCheck(provider, await token({ client: 'other' }))).toBe(true);
    },
  },
];
