import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { createClients, type OktaClient, type OktaClients } from './clients.ts';
import { createKey, type OktaKey } from './keys.ts';
import { defaultSettings, type OktaFakeSettings } from './settings.ts';
import { createUsers, type OktaUsers } from './users.ts';

/** What {@link createOktaFake} takes; nothing is required. */
export interface OktaFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** Gives the same codes and refresh tokens each time; the keys are always new. @default a random one */
  readonly seed?: string | undefined;
  /** Values of the application under test. */
  readonly client?: Partial<OktaClient> | undefined;
  readonly settings?: Partial<OktaFakeSettings> | undefined;
}

/** An authorization server of the org: `''` is the org server, others are custom ones. */
export interface OktaServer {
  readonly id: string;
  readonly audience: string;
}

/** Who lets whom do what, and where. */
export interface Grant {
  readonly server: string;
  readonly client: string;
  /** `uid`; absent for a machine. */
  readonly user?: string | undefined;
  readonly scopes: readonly string[];
}

/** A code, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A token that was issued and not revoked. */
export interface IssuedToken extends Grant {
  readonly kind: 'access' | 'id' | 'refresh';
  /** Shared by all tokens of one sign-in. */
  readonly family: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly claims: Readonly<Record<string, unknown>>;
  /** When a rotated refresh token was replaced, milliseconds since the epoch. */
  readonly usedAt?: number | undefined;
}

/** Everything a fake knows. */
export interface OktaState {
  /** Of the org, without a slash. */
  url: string;
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: OktaFakeSettings;
  readonly users: OktaUsers;
  readonly clients: OktaClients;
  readonly servers: ReadonlyMap<string, OktaServer>;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, IssuedToken>;
  /** By server, made when first needed: the newest is signed with, all are published. */
  readonly keys: Map<string, readonly [OktaKey, ...OktaKey[]]>;
}

/** The state a fake begins with. */
export function createState({ clock, seed, client, settings }: OktaFakeOptions): OktaState {
  const nextId = createIds(seed ?? randomUUID());
  const servers: readonly OktaServer[] = [
    { id: '', audience: '' },
    { id: 'default', audience: 'api://default' },
    { id: 'aus1orders', audience: 'https://orders.example.com' },
  ];
  return {
    url: '',
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings, ...settings },
    users: createUsers(),
    clients: createClients(client),
    servers: new Map(servers.map((server) => [server.id, server])),
    codes: new Map(),
    tokens: new Map(),
    keys: new Map(),
  };
}

/** `iss` of a server: the bare domain, or a path below it. */
export const issuerOf = ({ url }: OktaState, server: string): string =>
  server === '' ? url : `${url}/oauth2/${server}`;

/** Where the endpoints of a server are. */
export const baseOf = ({ url }: OktaState, server: string): string =>
  server === '' ? `${url}/oauth2/v1` : `${url}/oauth2/${server}/v1`;

/** The keys of a server, newest first. */
export function keysOf({ keys }: OktaState, server: string): readonly [OktaKey, ...OktaKey[]] {
  const found = keys.get(server) ?? [createKey(`${server || 'org'}-1`)];
  keys.set(server, found);
  return found;
}
