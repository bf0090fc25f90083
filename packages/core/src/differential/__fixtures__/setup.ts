import { jwtProvider } from '../../__fixtures__/issuer.ts';
import { opaqueProvider } from '../../__fixtures__/opaque.ts';
import { userinfoProof } from '../../provider/inspection.ts';
import type { GrantInput, Provider } from '../../provider/provider.ts';
import { toSecret } from '../../provider/secret.ts';
import type { Random } from './random.ts';
import { apis } from './tokens.ts';
import type { Site } from './world.ts';

/** Our instances; `one` and `other` take tokens of the same issuer. */
export const keys = ['one', 'other', 'two', 'intro', 'login'] as const;
export type Key = (typeof keys)[number];

/** Where the provider of an instance is. */
export const siteOf = (key: Key): Site => (key === 'other' ? 'one' : key);

/** A configuration, as an operator would write it. */
export interface Setup {
  readonly keys: readonly Key[];
  /** Audience of `one`; that of `other` is the other API. */
  readonly audience: string;
  /** Our client at `intro`. */
  readonly client: 'client-1' | 'client-2';
  /** Whether `intro` demands an audience. */
  readonly introAudience: boolean;
  /** Whether user names come from another member. */
  readonly nick: boolean;
  /** Our scopes for callers of `other`, `intro` and `login`. */
  readonly grant: readonly string[] | 'by role' | undefined;
  /** Seconds, as the next ones. */
  readonly cacheSeconds: number;
  readonly skew: number;
  readonly grace: number;
  readonly users: { readonly cacheSeconds: number; readonly isAsync: boolean } | undefined;
}

export function randomSetup(random: Random): Setup {
  return {
    keys: keys.filter(() => random.chance(0.9)),
    audience: random.pick(apis),
    client: random.chance(0.85) ? 'client-1' : 'client-2',
    introAudience: random.chance(0.25),
    nick: random.chance(0.3),
    grant: random.pick([undefined, ['orders:read'], 'by role']),
    cacheSeconds: random.pick([60, 60, 20, 5]),
    skew: random.pick([30, 30, 0]),
    grace: random.pick([0, 0, 40]),
    users: random.pick([
      undefined,
      { cacheSeconds: 60, isAsync: false },
      { cacheSeconds: 60, isAsync: true },
      { cacheSeconds: 10, isAsync: true },
      { cacheSeconds: 0, isAsync: false },
    ]),
  };
}

/** Who we are to a provider, as revocations of subjects name it. */
export const identityOf = (key: Key, { client }: Setup): string =>
  key === 'intro'
    ? `acme:intro.test:${client}`
    : key === 'login'
      ? 'acme:login.test:client-1'
      : `https://${siteOf(key)}.test`;

/** What an instance of signed tokens wants to be called. */
export const audienceOf = (key: Key, { audience }: Setup): readonly string[] =>
  key === 'one' ? [audience] : key === 'other' ? apis.filter((api) => api !== audience) : apis;

const secret = toSecret('s3cret');

/** Our scopes for a caller by its role. */
export const byRole = (callersRoles: readonly string[]): string[] =>
  callersRoles.includes('admin') ? ['orders:read', 'orders:write'] : ['profile'];

/** The providers of a configuration. */
export function providersOf(setup: Setup): Partial<Record<Key, Provider>> {
  const { client, nick } = setup;
  const audience = (key: Key) => ({ audience: audienceOf(key, setup) });
  const named = nick ? { attributes: { username: '/nick' } } : {};
  const grant = setup.grant === 'by role' ? (auth: GrantInput) => byRole(auth.roles) : setup.grant;
  const alphabet = 'alphanumeric';
  const lists = { roles: '/roles', groups: '/groups' };
  const made = {
    one: () => jwtProvider('https://one.test', audience('one'), named),
    other: () => jwtProvider('https://one.test', audience('other'), { grant }),
    two: () => jwtProvider('https://two.test', audience('two'), named),
    intro: () =>
      opaqueProvider(
        'https://intro.test',
        {
          shape: { prefix: 'in_', alphabet },
          clients: [client, 'client-9'],
          attributes: { from: 'inspection', subject: '/sub', username: '/username', ...lists },
          ...(setup.introAudience ? { audience: setup.audience } : {}),
        },
        { grant, ...(nick ? { attributes: { username: '/nick' } } : {}) },
        { client: { id: client, secret, authentication: 'client_secret_post' } },
      ),
    login: () =>
      opaqueProvider(
        'https://login.test',
        {
          shape: { prefix: 'lo_', alphabet },
          binding: 'login',
          inspect: userinfoProof('userinfo'),
          attributes: { from: 'userinfo', subject: '/id', username: '/login', ...lists },
        },
        { grant },
        { client: { id: 'client-1', secret, authentication: 'client_secret_basic' } },
      ),
  };
  return Object.fromEntries(setup.keys.map((key) => [key, made[key]()]));
}
