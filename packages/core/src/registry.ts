import type { LocalUser } from './auth.ts';
import type { Provider } from './provider/provider.ts';
import type { ProviderRegistry, RegistrySettings } from './types.ts';

/** Binds providers to keys. */
export function createProviderRegistry<const Key extends string, User extends LocalUser | null | undefined = undefined>(
  _providers: { readonly [K in Key]?: Provider | undefined },
  _settings: RegistrySettings<NoInfer<Key>, User> = {},
): ProviderRegistry<Key, User> {
  throw new Error('under construction');
}
