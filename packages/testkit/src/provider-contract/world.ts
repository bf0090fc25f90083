import { randomBytes } from 'node:crypto';
import { createProviderRegistry, type HttpClient, memoryLoginTokenStore } from '@bearerkit/core';
import type { CommonOptions, Provider, ProviderFactory } from '@bearerkit/core/provider';
import type { FakeTokenRequest, ProviderFake } from './fake.ts';
import { obtain, type SignedIn, signIn } from './obtain.ts';
import { type CreateRegistry, createStage, type Stage } from './stage.ts';

/** The provider under test. */
export interface ProviderUnderTest<F extends ProviderFake = ProviderFake> {
  /** Makes the provider with the endpoints and the client of a fake, and lays `common` over its options. */
  readonly create: (fake: F, common?: CommonOptions) => Provider;
  /** Starts the vendor's local fake. */
  readonly fake: () => Promise<F>;
  /** The factory itself. @default what it says about itself is not looked at */
  readonly factory?: ProviderFactory<string, never, string> | undefined;
  /** Folder of the provider's tests, such as `import.meta.dirname`. @default no test of a quirk is looked for */
  readonly tests?: string | undefined;
}

/** A fake of its own for each case, and the provider that is configured for it. */
export interface World {
  readonly fake: ProviderFake;
  readonly provider: Provider;
  readonly factory: ProviderUnderTest['factory'];
  readonly tests: string | undefined;
  /** Makes the provider anew. @param fake another one than that of this world */
  create(common?: CommonOptions, fake?: ProviderFake): Provider;
  /** A new registry without anything cached; it knows the logins of the others. */
  open(how?: { readonly provider?: Provider; readonly http?: HttpClient }): Stage;
  /** Signs in at a new registry. */
  signIn(account?: FakeTokenRequest['account']): Promise<SignedIn>;
  /** A token as the application under test would hold it. */
  token(request?: FakeTokenRequest): Promise<string>;
}

/** Runs a case in a world of its own. @param createRegistry that of core, unless a saboteur's */
export async function withWorld<T, F extends ProviderFake>(
  { create, fake: start, factory, tests }: ProviderUnderTest<F>,
  run: (world: World) => Promise<T>,
  createRegistry: CreateRegistry = createProviderRegistry,
): Promise<T> {
  const fake = await start();
  const shared = { hashKey: randomBytes(32), loginTokens: memoryLoginTokenStore() };
  const stages: Stage[] = [];
  try {
    const provider = create(fake);
    const open: World['open'] = (how = {}) => {
      const stage = createStage(createRegistry, how.provider ?? provider, shared, how.http);
      stages.push(stage);
      return stage;
    };
    return await run({
      fake,
      provider,
      factory,
      tests,
      create: (common, other = fake) => create(other as F, common),
      open,
      signIn: (account) => signIn(open(), fake, account),
      token: (request) => obtain(open(), fake, request),
    });
  } finally {
    await fake.stop();
    await Promise.all(stages.map(({ registry }) => registry.close()));
  }
}
