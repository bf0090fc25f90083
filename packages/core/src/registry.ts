import type { LocalUser } from './auth.ts';
import { createClient } from './client/client.ts';
import { AuthError } from './errors/auth-error.ts';
import { ConfigurationError } from './errors/configuration-error.ts';
import { nowSeconds } from './internal/clock.ts';
import { type Context, createContext } from './internal/context.ts';
import { Instance } from './internal/instance.ts';
import { resourceMetadata } from './metadata.ts';
import type { Provider } from './provider/provider.ts';
import type { ProviderRegistry, RegistrySettings, Requirements } from './types.ts';
import { AcceptSets } from './verify/accept.ts';
import { checkDemands } from './verify/demands.ts';
import { explain } from './verify/explain.ts';
import { indexRules } from './verify/recognise.ts';
import { Walk } from './verify/walk.ts';

const none = Object.freeze({});
const keyPattern = /^[a-z][a-z0-9-]*$/;

/**
 * Binds providers to keys and gives the walk of a request over them.
 *
 * @example
 * const registry = createProviderRegistry({ acme: oidc({ issuer, audience }) });
 * const auth = await registry.verify(request, { accept: ['acme'], scopes: ['orders:read'] });
 * @throws ConfigurationError `invalid_options` for a bad key or setting
 */
export function createProviderRegistry<const Key extends string, User extends LocalUser | null | undefined = undefined>(
  providers: { readonly [K in Key]?: Provider | undefined },
  settings: RegistrySettings<NoInfer<Key>, User> = {},
): ProviderRegistry<Key, User> {
  const context = createContext(settings as RegistrySettings);
  const instances = createInstances(providers, context);
  const index = indexRules(instances.values());
  const accepts = new AcceptSets(index, instances.keys());
  const walk = new Walk(context, index, accepts);
  for (const { key, provider } of instances.values()) {
    for (const { text } of provider.warnings)
      context.log({ level: 'warn', event: 'dangerous_option', provider: key, detail: text });
  }
  const instance = (key: string): Instance => {
    const found = instances.get(key);
    if (found !== undefined) return found;
    const known = [...instances.keys()].join(', ') || 'none';
    throw new ConfigurationError(
      'unknown_provider',
      `no provider is configured as \`${key}\`; configured are ${known}`,
      [key],
    );
  };
  const revoke: ProviderRegistry['revoke'] = async (what) => {
    const { revocations } = context;
    if ('token' in what) {
      const tokenHash = context.revocationHash(what.token);
      const expiresAt = walk.expiryOf(what.token);
      await revocations.add({ tokenHash, ...(expiresAt === undefined ? {} : { expiresAt: expiresAt + 300 }) });
      await walk.forget(what.token);
    } else {
      const { provider } = instance(what.provider);
      await revocations.add({ provider: provider.identity, subject: what.subject, notAfter: nowSeconds() });
    }
    return { scope: revocations.scope };
  };
  const clients = new Map<string, ReturnType<typeof createClient>>();
  const registry: ProviderRegistry = {
    keys: [...instances.keys()],
    resource: context.resource,
    provider: (key) => instance(key).provider,
    check: (requirements: Requirements = none) => {
      checkDemands(requirements);
      if (requirements.dpop === true && context.dpop === undefined) {
        throw new ConfigurationError('invalid_options', 'a route wants `dpop`: set it in the registry too', ['dpop']);
      }
      accepts.of(requirements.accept);
    },
    peek: (request, requirements = none) => walk.peek(request, requirements) as never,
    verify: (request, requirements = none) => walk.verify(request, requirements) as Promise<never>,
    authenticate: (request, requirements = none) =>
      walk.verify(request, requirements).catch((error: unknown) => {
        if (AuthError.isInstance(error)) return error.toResponse();
        throw error;
      }) as Promise<never>,
    refusal: (error, requirements = none) => walk.refusal(error, requirements),
    explain: (token, requirements = none) => explain(walk, token, requirements),
    revoke,
    client: (key) => {
      const known =
        clients.get(key) ?? createClient(instance(key), context, { minted: () => walk.forgetRefusals(), revoke });
      clients.set(key, known);
      return known;
    },
    metadata: () => resourceMetadata(context.resource, instances.values(), context.dpop),
    purge: () => walk.purge(),
    close: async () => {
      walk.purge();
      await context.http.close?.();
    },
  };
  return Object.freeze(registry) as unknown as ProviderRegistry<Key, User>;
}

function createInstances(
  providers: Readonly<Record<string, Provider | undefined>>,
  { http, skew, log }: Context,
): ReadonlyMap<string, Instance> {
  const instances = new Map<string, Instance>();
  for (const [key, provider] of Object.entries(providers)) {
    if (provider === undefined) continue;
    if (!keyPattern.test(key)) {
      throw new ConfigurationError(
        'invalid_options',
        `provider key \`${key}\`: use lower-case letters, digits and hyphens`,
        [key],
      );
    }
    if (provider.contract !== 1) {
      throw new ConfigurationError(
        'unsupported',
        `\`${key}\` has provider contract ${String(provider.contract)}; this version reads 1`,
        [key],
      );
    }
    const failed: ConstructorParameters<typeof Instance>[4] = ({ reason, detail }) =>
      log({
        level: 'warn',
        event: 'renewal_failed',
        provider: key,
        reason,
        ...(detail === undefined ? {} : { detail }),
      });
    instances.set(key, new Instance(key, provider, http, skew, failed));
  }
  return instances;
}
