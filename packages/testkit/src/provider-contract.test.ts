import { describe, expect, it } from 'vitest';
import { acmeUnderTest } from './__fixtures__/under-test.ts';
import { withWorld } from './provider-contract/world.ts';
import { providerCases, providerContract } from './provider-contract.ts';

providerContract({ it, expect }, acmeUnderTest);

it('commas: scopes are joined as the provider of these tests declares', () =>
  withWorld(acmeUnderTest, async ({ open, fake }) => {
    const { url } = await open().client.authorize({ redirectUri: fake.client.redirectUri });
    expect(new URL(url).searchParams.get('permissions')).toBe('profile,email');
  }));

const groups = 'good token: groups as the provider says it';

/** What a runner is told, without running it. */
function collect(skip: Readonly<Record<string, string>>, more: object = {}) {
  const tests = new Map<string, () => Promise<void>>();
  const skipped: string[] = [];
  const collected = Object.assign((title: string, run: () => Promise<void>) => tests.set(title, run), {
    skip: (title: string) => skipped.push(title),
  });
  providerContract({ it: collected, expect }, { ...acmeUnderTest, ...more, skip });
  return { tests, skipped };
}

describe('the contract of providers', () => {
  it('has at least thirty cases, each with a title of its own', () => {
    const titles = providerCases.map(({ title }) => title);
    expect(titles.length).toBeGreaterThanOrEqual(30);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('says of a skipped case which it is, and why', () => {
    const { tests, skipped } = collect({ [groups]: 'it knows no groups' });
    expect(skipped).toEqual([`${groups} (it knows no groups)`]);
    expect(tests.has(groups)).toBe(false);
  });

  it('fails where something is skipped that the provider declares', async () => {
    const last = [...collect({ [groups]: 'it failed' }).tests.values()].at(-1);
    await expect(last?.()).rejects.toThrow('good token: groups');
    await [...collect({}).tests.values()].at(-1)?.();
  });

  it.each([
    ['a case of long ago', 'it failed', 'No case'],
    [groups, ' ', 'needs a reason'],
    ["stolen token: another application's is refused", 'it failed', 'never skipped'],
    ['bad token: garbage is 401 with a reason of the closed list, never an exception', 'it failed', 'never skipped'],
    ['redirects: not followed, at each step of a proof and at the token endpoint', 'it failed', 'never skipped'],
    ['secrets: an identity does not show its token', 'it failed', 'never skipped'],
  ])('refuses to skip %s (%s)', (title, reason, text) => {
    expect(() => collect({ [title]: reason })).toThrow(text);
  });

  it.each(['malformed answer', 'provider down'])('never skips anything of %s', (start) => {
    const cases = providerCases.filter(({ title }) => title.startsWith(start));
    expect(cases.length).toBeGreaterThan(4);
    expect(cases.filter(({ absent }) => absent !== undefined)).toEqual([]);
  });

  it('says that nothing was looked at of a factory that was not given', () => {
    const { skipped } = collect({}, { factory: undefined });
    expect(skipped.length).toBeGreaterThan(0);
    for (const title of skipped) expect(title).toMatch(/^about: .* \(no factory was given\)$/);
    const [of] = collect({}, { tests: undefined }).skipped;
    expect(of).toBe('about: each quirk is named by a test (no folder of tests was given)');
  });
});
