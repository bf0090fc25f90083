import { AuthError } from '../../errors/auth-error.ts';
import type { HttpRequest, HttpResponse } from '../../http/client.ts';
import type { RequestLike, Requirements } from '../../types.ts';
import type { Registry, Sabotage } from './deployment.ts';

/** Remembers answers of `verify` under a key of its choice, as a hurried cache in front of it would. */
function remembering(
  made: Registry,
  lifeMs: number,
  keyOf: (token: string, route: Requirements) => string,
  keeps: (answer: unknown) => boolean,
): Registry {
  const kept = new Map<string, { readonly answer: unknown; readonly until: number }>();
  const verify = async (request: RequestLike, route: Requirements = {}) => {
    const { authorization = '' } = request.headers as { readonly authorization?: string };
    const key = keyOf(authorization, route);
    const known = kept.get(key);
    const answer =
      known !== undefined && known.until > performance.now()
        ? known.answer
        : await made.verify(request, route as never).catch((error: unknown) => error);
    if (known?.answer !== answer && keeps(answer)) kept.set(key, { answer, until: performance.now() + lifeMs });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ...made, peek: () => undefined, verify: verify as never };
}

const isAuth = (answer: unknown) => !(answer instanceof Error);
const isRefusal = (answer: unknown) => AuthError.isInstance(answer) && answer.status === 401;

const send = (
  change: (request: HttpRequest, send: () => Promise<HttpResponse>) => Promise<HttpResponse>,
): Pick<Sabotage, 'settings'> => ({
  settings: (settings) => ({
    ...settings,
    http: { send: (request) => change(request, () => settings.http?.send(request) as Promise<HttpResponse>) },
  }),
});

/** Bugs of caches that others had: each must be found. */
export const saboteurs: Readonly<Record<string, () => Sabotage>> = {
  'a cache without the provider in its key (Oathkeeper CVE-2026-33496)': () => ({
    registry: (made) => remembering(made, 1_000, (token, { accept, ...rest }) => token + JSON.stringify(rest), isAuth),
  }),
  'a decision kept for another route (Oathkeeper CVE-2021-32701)': () => ({
    registry: (made) => remembering(made, 1_000, (token, { accept }) => token + JSON.stringify(accept), isAuth),
  }),
  'a refusal kept for a minute': () => ({
    registry: (made) => remembering(made, 60_000, (token, route) => token + JSON.stringify(route), isRefusal),
  }),
  'a token known by its first 40 characters (LiteLLM CVE-2026-35030)': () => ({
    registry: (made) => remembering(made, 1_000, (token, route) => token.slice(0, 47) + JSON.stringify(route), isAuth),
  }),
  'revocations that known tokens do not notice': () => ({
    settings: ({ revocations, ...settings }) => ({
      ...settings,
      revocations: Object.create(revocations ?? null, { epoch: { value: 0 } }),
    }),
  }),
  'facts kept for two minutes': () => {
    const kept = new Map<string, { readonly answer: HttpResponse; readonly until: number }>();
    return send(async ({ url, body, headers }, ask) => {
      const key = JSON.stringify([url, body, headers]);
      const known = kept.get(key);
      if (known !== undefined && known.until > performance.now()) return known.answer;
      const answer = await ask();
      if (answer.status === 200) kept.set(key, { answer, until: performance.now() + 60_000 });
      return answer;
    });
  },
  'a provider that is down, taken for a no': () =>
    send(({ url }, ask) =>
      ask().catch((error: unknown) => {
        if (!url.endsWith('/introspect')) throw error;
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: Buffer.from('{"active":false}') };
      }),
    ),
  'a configuration that does not arrive': () => ({ setup: ({ keys }, running) => ({ ...running, keys }) }),
  'a purge that forgets nothing': () => ({ registry: (made) => ({ ...made, purge: () => {} }) }),
  'users remembered for ever': () => ({
    settings: (settings) => {
      const known = new Map<string, unknown>();
      const { users } = settings;
      if (users === undefined) return settings;
      const find: typeof users.find = (auth) => {
        if (!known.has(auth.id)) known.set(auth.id, users.find(auth));
        return known.get(auth.id) as ReturnType<typeof users.find>;
      };
      return { ...settings, users: { ...users, find } };
    },
  }),
};
