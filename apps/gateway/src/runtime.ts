import { createProviderRegistry, type HttpClient, type LogEvent, type ProviderRegistry } from '@bearerkit/core';
import { openSqlStores, type SqlStores } from '@bearerkit/store-sql';
import type { GatewayConfig, UpstreamConfig } from './config/config.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { noUsers } from './directory/none.ts';
import { People } from './directory/people.ts';
import { staticUsers } from './directory/static.ts';
import type { Log } from './log.ts';

/** The registry of a gateway: it proves tokens; users are looked up per upstream. */
export type GatewayRegistry = ProviderRegistry<string, undefined>;

/** What a configuration stands for without listening: what the commands work on, also while a gateway runs. */
export interface Runtime {
  readonly config: GatewayConfig;
  readonly registry: GatewayRegistry;
  readonly stores: SqlStores;
  readonly folder: DataFolder;
  /** By upstream key; only upstreams with `users`. */
  readonly people: ReadonlyMap<string, People>;
  close(): Promise<void>;
}

/** What {@link openRuntime} takes besides the configuration. */
export interface RuntimeOptions {
  readonly log: Log;
  /** @default the registry's own */
  readonly http?: HttpClient | undefined;
}

/**
 * Opens data folder, stores and registry.
 * @throws StoreError, ConfigurationError, or an error of the file system
 */
export async function openRuntime(config: GatewayConfig, { log, http }: RuntimeOptions): Promise<Runtime> {
  const folder = await openDataFolder(config.data, (text) => log.warn({ event: 'data_folder' }, text));
  const onError = () => log.error({ event: 'store_unavailable' }, 'the store can not be read');
  const stores = await openSqlStores({ url: config.store, onError });
  const registry = createProviderRegistry(config.providers, {
    resource: config.resource,
    dpop: config.dpop,
    hashKey: folder.derive('token hash'),
    revocations: stores.revocations,
    loginTokens: stores.loginTokens,
    http,
    log: (event) => logEvent(log, event),
  });
  const people = new Map<string, People>();
  for (const [key, upstream] of Object.entries(config.upstreams)) {
    if (upstream.users !== undefined) people.set(key, peopleOf(key, upstream, stores, log));
  }
  const close = async () => {
    await registry.close();
    await stores.close();
  };
  return { config, registry, stores, folder, people, close };
}

/** Every refusal is told once, in the line of its request; the rest of what the registry says is told here. */
function logEvent(log: Log, { level, detail, ...event }: LogEvent): void {
  if (event.event !== 'refused') log[level](event, detail);
}

function peopleOf(key: string, { users, actAs }: UpstreamConfig, { links }: SqlStores, log: Log): People {
  if (users === undefined) throw new TypeError(`${key} has no users`);
  return new People({
    name: users.directory ?? key,
    directory: users.kind === 'static' ? staticUsers.open(users) : noUsers.open(users),
    links,
    attribute: users.match === 'attribute' ? (users.attribute ?? 'username') : undefined,
    onLink: ({ directory, identity, subject, user }) =>
      log.info({ event: 'linked', by: 'first-match', directory, identity, subject, user }),
    neverAs: actAs?.neverAs ?? { users: [], groups: [] },
  });
}
