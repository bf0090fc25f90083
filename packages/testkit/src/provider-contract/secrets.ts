import { inspect } from 'node:util';
import { faults } from '../fake/faults.ts';
import type { Fault } from '../fake/routes.ts';
import type { Case, Context } from './case.ts';
import { hasLogin, personal } from './declared.ts';
import { proofPaths } from './proof-paths.ts';

const troubles: readonly Fault[] = [
  faults.status(400, { body: '{"error":"invalid_client"}' }),
  faults.status(401),
  faults.status(500),
  faults.html(),
  faults.reset(),
];

/** A value in every form in which it could get into a log. */
const spelled = (value: unknown): string => {
  const error = value as { readonly stack?: unknown; readonly cause?: unknown };
  return [
    inspect(value, { depth: 10 }),
    JSON.stringify(value),
    String(value),
    error?.stack,
    inspect(error?.cause),
  ].join();
};

/** Runs everything that fails, and notes all that is said about it. */
async function spill({ fake, provider, open, expect }: Context, token: string, paths: readonly string[]) {
  const said: string[] = [spelled(provider)];
  const note = (value: unknown) => void said.push(spelled(value));
  for (const trouble of [undefined, ...troubles]) {
    if (trouble !== undefined) for (const path of paths) fake.fail(trouble, { path });
    const stage = open();
    note(await stage.refusal(token));
    note(await stage.refusal(`${token}x`));
    note(await stage.registry.explain(token));
    if (hasLogin(provider)) {
      const code = { code: 'a-secret-code', redirectUri: fake.client.redirectUri, codeVerifier: 'v'.repeat(43) };
      await stage.client.exchange(code).catch(note);
      await stage.client.refresh('a-secret-refresh-token').catch(note);
    }
    note(stage.lines);
    fake.heal();
  }
  expect(said.length > 10).toBe(true);
  return said.join('\n');
}

/** Whether the vendor takes tokens in the query alone, and the provider says so. */
const inQuery = ({ revocation, ...provider }: Context['provider']): boolean => {
  const sends = personal({ ...provider }).map((rule) => (rule.token === 'opaque' ? rule.inspect?.send : undefined));
  return [...sends, revocation?.send].some((send) => typeof send === 'object' && 'query' in send);
};

/** What nobody may read in an error, a log or a URL (RFC 6750 §5.3, RFC 9700 §4.3.2). */
export const secretCases: readonly Case[] = [
  {
    title: 'secrets: neither the client secret nor a token is in an error, a log, an explanation or a URL',
    run: async (context) => {
      const { fake, provider, token, expect } = context;
      const text = await token();
      const paths = [...(await proofPaths(context, text)).keys(), ...(fake.paths.token ? [fake.paths.token] : [])];
      fake.forget();
      const said = await spill(context, text, paths);
      const { secret } = fake.client;
      const hidden = {
        secret,
        token: text,
        code: 'a-secret-code',
        refresh: 'a-secret-refresh',
        verifier: 'v'.repeat(43),
      };
      for (const [name, word] of Object.entries(hidden)) expect(`${name} ${said.includes(word)}`).toBe(`${name} false`);
      const urls = fake.log.map(({ path, query }) => `${path}?${query.toString()}`).join('\n');
      const unspoken = inQuery(provider) ? [secret] : [secret, text, 'a-secret-code', 'a-secret-refresh'];
      const forms = unspoken.flatMap((word) => [word, new URLSearchParams({ x: word }).toString().slice(2)]);
      expect(forms.filter((word) => urls.includes(word)).length).toBe(0);
    },
  },
  {
    title: 'secrets: an identity does not show its token',
    run: async ({ fake, open, token, expect }) => {
      const text = await token();
      const auth = await open().verify(text);
      expect(auth.token).toBe(text);
      const shown = `${inspect(auth)} ${JSON.stringify(auth)} ${inspect({ ...auth })}`;
      expect([shown.includes(text), shown.includes(fake.client.secret)]).toEqual([false, false]);
    },
  },
];
