import { memoryFactsStore } from '../../__fixtures__/facts-store.ts';
import { createProviderRegistry } from '../../registry.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from '../../stores/memory.ts';
import type { RegistrySettings } from '../../types.ts';
import type { Moment } from './history.ts';
import { type Ledger, providerPort } from './provider-port.ts';
import { type Key, providersOf, type Setup } from './setup.ts';
import type { World } from './world.ts';

/** A registry under test, whatever it is wrapped in. */
export type Registry = Pick<
  ReturnType<typeof createProviderRegistry<Key>>,
  'peek' | 'verify' | 'authenticate' | 'revoke' | 'purge' | 'client'
>;

/** A bug to plant. */
export interface Sabotage {
  registry?(made: Registry, setup: Setup): Registry;
  settings?(settings: RegistrySettings<Key>): RegistrySettings<Key>;
  /** What is deployed instead of a new configuration. */
  setup?(wanted: Setup, running: Setup): Setup;
}

/** One configuration in force: a registry over stores that outlive it. */
export interface Deployment {
  readonly registry: Registry;
  readonly setup: Setup;
  readonly ledger: Ledger;
  /** Whether others that know of a token share it. */
  readonly isShared: boolean;
  readonly created: Moment;
  /** Instance and key id of tokens that were proved: those keys are here to stay. */
  readonly seen: Set<string>;
  /** When users were last forgotten. */
  purged: Moment;
  /** When refusals were last forgotten. */
  forgot: Moment;
}

/** Stores that outlive a configuration. @param isShared with a second level of the facts cache */
export const makeStores = (isShared: boolean) => ({
  sharedFacts: isShared ? memoryFactsStore() : undefined,
  revocations: memoryRevocationStore(),
  loginTokens: memoryLoginTokenStore(),
  hashKey: new Uint8Array(32).fill(7),
});

/** A new registry over the same stores: a change of configuration. */
export function deploy(
  world: World,
  setup: Setup,
  stores: ReturnType<typeof makeStores>,
  sabotage: Sabotage,
  running?: Setup,
): Deployment {
  const ledger: Ledger = { asked: new Map(), found: new Map() };
  const actual = sabotage.setup?.(setup, running ?? setup) ?? setup;
  const { cacheSeconds, skew, grace, users } = actual;
  const settings: RegistrySettings<Key> = {
    ...stores,
    http: providerPort(world, ledger),
    cacheSeconds,
    clockToleranceSec: skew,
    grace,
    ...(users === undefined
      ? {}
      : {
          users: {
            cacheSeconds: users.cacheSeconds,
            find: (auth) => {
              ledger.found.set(`${auth.provider} ${world.byText.get(auth.token)?.name}`, world.now);
              const state = world.userOf(auth.subject).now;
              if (state === 'broken') throw new Error('the directory is down');
              return users.isAsync ? Promise.resolve(state) : state;
            },
          },
        }),
  };
  const made: Registry = createProviderRegistry(
    providersOf(actual),
    sabotage.settings?.(settings) ?? settings,
  ) as never;
  const { now } = world;
  return {
    registry: sabotage.registry?.(made, setup) ?? made,
    setup,
    ledger,
    isShared: stores.sharedFacts !== undefined,
    created: now,
    seen: new Set(),
    purged: now,
    forgot: now,
  };
}
