import type { Call, Clock } from '@bearerkit/testkit';
import { createClients, type KeycloakClient, type KeycloakClients } from './clients.ts';
import { createKeys, type KeycloakKeys } from './keys.ts';
import type { KeycloakFakeSettings } from './settings.ts';
import { createUsers, type KeycloakUsers } from './users.ts';

/** What was granted: to which client, for whom, and for what. */
export interface Grant {
  readonly client: string;
  /** Absent where the client acts for itself. */
  readonly subject?: string | undefined;
  readonly scope: string;
  /** Session id; the service account has none. */
  readonly sid?: string | undefined;
  readonly issuer: string;
  readonly nonce?: string | undefined;
  /** Thumbprint of the key of a DPoP proof. */
  readonly jkt?: string | undefined;
}

/** A code that was handed out; it stays known after use. */
export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  used: boolean;
}

/** Everything that one realm knows. */
export interface Realm {
  readonly name: string;
  readonly settings: KeycloakFakeSettings;
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly clients: KeycloakClients;
  readonly users: KeycloakUsers;
  readonly keys: KeycloakKeys;
  readonly codes: Map<string, Code>;
  /** Live sessions. */
  readonly sessions: Set<string>;
  /** What was granted with each token that was issued, by `jti`. */
  readonly grants: Map<string, Grant>;
  /** `jti` of tokens that were revoked or used up. */
  readonly dead: Set<string>;
  /** URL of the issuer, as a request sees it. */
  issuer(call?: Call): string;
}

/** What a realm is made of. */
export interface RealmParts extends Pick<Realm, 'name' | 'settings' | 'clock' | 'nextId'> {
  /** URL of the server with its path prefix. */
  readonly home: () => string;
  readonly client?: Partial<KeycloakClient> | undefined;
}

/** Makes a realm with its clients, users and keys. */
export function createRealm({ home, client, ...parts }: RealmParts): Realm {
  const { name, settings, nextId } = parts;
  return {
    ...parts,
    clients: createClients(nextId, client),
    users: createUsers(name),
    keys: createKeys(nextId),
    codes: new Map(),
    sessions: new Set(),
    grants: new Map(),
    dead: new Set(),
    issuer: (call) => {
      const url = new URL(`${home()}/realms/${name}`);
      if (settings.issuerMode === 'follow-host' && call?.headers.host !== undefined) url.host = call.headers.host;
      return url.href;
    },
  };
}

/** The realms `acme` and `other`, each made when it is first needed. */
export function createRealms(create: (name: string) => Realm): (name: string) => Realm | undefined {
  const realms = new Map<string, Realm>();
  return (name) => {
    if (name !== 'acme' && name !== 'other') return undefined;
    const realm = realms.get(name) ?? create(name);
    realms.set(name, realm);
    return realm;
  };
}

/** Seconds since the epoch, by the clock of the realm. */
export const secondsOf = ({ clock }: Realm): number => Math.floor(clock.now() / 1000);

/** A UUID of this realm's making. */
export const uuidOf = ({ nextId }: Realm): string =>
  nextId().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
