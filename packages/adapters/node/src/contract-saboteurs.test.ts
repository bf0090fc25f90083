import { AuthError } from '@bearerkit/core';
import { type AdapterUnderTest, adapterContract, type ContractApplication } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { start } from './__fixtures__/start.ts';

type Start = AdapterUnderTest['start'];
type Registry = ContractApplication['registry'];

/** Runs the cases of these titles against a start function, and gives the titles of those that passed all the same. */
async function missed(sabotaged: Start, titles: readonly RegExp[]): Promise<string[]> {
  const cases = new Map<string, () => Promise<void>>();
  const collect = (title: string, run: () => Promise<void>) => cases.set(title, run);
  adapterContract({ it: Object.assign(collect, { skip: collect }), expect }, { start: sabotaged });
  const passed: string[] = [];
  for (const pattern of titles) {
    const [title = `no case ${pattern}`, run] = [...cases].find(([text]) => pattern.test(text)) ?? [];
    await run?.().then(
      () => passed.push(title),
      () => undefined,
    );
    if (run === undefined) passed.push(title);
  }
  return passed;
}

/** The adapter over a registry that was tampered with: as if the adapter had mistranslated. */
const over =
  (tamper: (registry: Registry) => Partial<Registry>): Start =>
  (application) =>
    start({ ...application, registry: { ...application.registry, ...tamper(application.registry) } });

it.each<[saboteur: string, Start, caught: RegExp[]]>([
  [
    'hides the raw headers',
    over(({ peek, verify }) => ({
      peek: (request, demands) => peek({ ...request, rawHeaders: undefined }, demands),
      verify: (request, demands) => verify({ ...request, rawHeaders: undefined }, demands),
    })),
    [/two Authorization/, /Basic beside Bearer/, /doubled/],
  ],
  [
    'cuts the URL',
    over(({ peek }) => ({ peek: (request, demands) => peek({ ...request, url: '/' }, demands) })),
    [/whatever the mount/],
  ],
  ['never peeks', over(() => ({ peek: () => undefined })), [/same tick/]],
  ['forgets to check when made', over(() => ({ check: () => undefined })), [/could take one token/]],
  [
    'forgets what the route accepts',
    over(({ peek, verify }) => ({
      peek: (request, { accept: _, ...demands } = {}) => peek(request, demands),
      verify: (request, { accept: _, ...demands } = {}) => verify(request, demands),
    })),
    [/outside accept/],
  ],
  [
    'hands everybody the caller of the first request',
    over(({ verify }) => {
      let first: ReturnType<Registry['verify']> | undefined;
      return {
        verify: (request, demands) => {
          first ??= verify(request, demands);
          return first as never;
        },
      };
    }),
    [/concurrent requests/],
  ],
  [
    'calls every outage a bad token',
    over(({ refusal }) => ({
      refusal: (problem, demands) => {
        const error = refusal(problem, demands);
        return error.status === 503 ? new AuthError('unrecognised') : error;
      },
    })),
    [/optional is 503/, /web page is 503/, /registry throws is 503/],
  ],
  [
    'does not guard',
    (application) => start({ ...application, routes: application.routes.map(({ guard: _, ...route }) => route) }),
    [/no credential/, /not good/, /optional lets/, /HEAD/, /any other OPTIONS/],
  ],
  [
    'joins cookies',
    (application) =>
      start({
        ...application,
        routes: application.routes.map((route) => ({
          ...route,
          handle: (caller) => {
            const { json, cookies } = route.handle(caller);
            return { json, cookies: cookies ? [cookies.join(', ')] : [] };
          },
        })),
      }),
    [/Set-Cookie/],
  ],
])('the contract catches an adapter that %s', async (_, sabotaged, caught) => {
  expect(await missed(sabotaged, caught)).toEqual([]);
});
