import {
  type Auth,
  AuthError,
  type createProviderRegistry,
  type HttpClient,
  type LogEvent,
  type OAuthClient,
  type ProviderRegistry,
  type RegistrySettings,
} from '@bearerkit/core';
import type { Provider } from '@bearerkit/core/provider';

/** Makes registries; a saboteur's makes wrong ones. */
export type CreateRegistry = typeof createProviderRegistry;

/** A registry of the one provider. */
export interface Stage {
  readonly provider: Provider;
  readonly registry: ProviderRegistry<'vendor', undefined>;
  readonly client: OAuthClient;
  /** What it logged. */
  readonly lines: readonly LogEvent[];
  /** @throws AuthError */
  verify(token: string): Promise<Auth<'vendor', undefined>>;
  /** The refusal; `undefined` when the token is let in. Anything but an `AuthError` is thrown on. */
  refusal(token: string): Promise<AuthError | undefined>;
  /** `<status> <reason>`, or `ok`. */
  outcome(token: string): Promise<string>;
}

/** What stages share: a login at one of them counts at the others, as with processes of one service. */
export type Shared = Pick<RegistrySettings<'vendor', undefined>, 'hashKey' | 'loginTokens'>;

/** Sets a registry up. @param http @default the one that core brings */
export function createStage(
  createRegistry: CreateRegistry,
  provider: Provider,
  shared: Shared,
  http?: HttpClient,
): Stage {
  const lines: LogEvent[] = [];
  const log = (event: LogEvent) => void lines.push(event);
  const registry = createRegistry({ vendor: provider }, { ...shared, http, log });
  const verify: Stage['verify'] = (token) => registry.verify({ headers: { authorization: `Bearer ${token}` } });
  const refusal: Stage['refusal'] = async (token) => {
    try {
      return void (await verify(token));
    } catch (error) {
      if (AuthError.isInstance(error)) return error;
      throw error;
    }
  };
  const outcome: Stage['outcome'] = async (token) => {
    const error = await refusal(token);
    return error === undefined ? 'ok' : `${error.status} ${error.reason}`;
  };
  return { provider, registry, client: registry.client('vendor'), lines, verify, refusal, outcome };
}
