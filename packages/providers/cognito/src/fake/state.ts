import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { type CognitoClient, type CognitoClients, createClients } from './clients.ts';
import { type CognitoKeys, createKeys } from './keys.ts';
import { type CognitoUsers, createUsers } from './users.ts';

/** How the pool is set up; change it at any time. */
export interface CognitoFakeSettings {
  /** Whether a refresh gives a new refresh token. @default false */
  rotateRefresh: boolean;
  /** Seconds for which a rotated refresh token still works. @default 60 */
  graceSeconds: number;
  /** Status of `invalid_client`. @default 400 */
  invalidClientStatus: 400 | 401;
  /** Whether the client may read the attributes behind its scopes. @default true */
  attributesReadable: boolean;
}

/** What {@link createCognitoFake} takes; nothing is required. */
export interface CognitoFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** Gives the same codes, key ids and refresh tokens each time; the keys are always new. @default a random one */
  readonly seed?: string | undefined;
  /** Values of the application under test. */
  readonly client?: Partial<CognitoClient> | undefined;
  readonly settings?: Partial<CognitoFakeSettings> | undefined;
}

/** Who lets whom do what. */
export interface Grant {
  readonly client: string;
  /** `sub`; absent for a machine. */
  readonly user?: string | undefined;
  readonly scopes: readonly string[];
  /** `aud`, where the authorize request named a `resource`. */
  readonly resource?: string | undefined;
}

/** A code, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A token that Cognito's own endpoints take. */
export interface IssuedToken extends Grant {
  readonly kind: 'access' | 'refresh';
  /** `origin_jti`: shared by all tokens of one sign-in. */
  readonly session: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When a rotated refresh token was replaced, milliseconds since the epoch. */
  readonly usedAt?: number | undefined;
}

/** Everything a fake knows. */
export interface CognitoState {
  /** Of the server, without a slash: the domain, and the host of the issuer. */
  url: string;
  keys: CognitoKeys;
  readonly poolId: string;
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: CognitoFakeSettings;
  readonly users: CognitoUsers;
  readonly clients: CognitoClients;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, IssuedToken>;
}

/** The state a fake begins with. */
export function createState({ clock, seed, client, settings }: CognitoFakeOptions): CognitoState {
  const nextId = createIds(seed ?? randomUUID());
  return {
    url: '',
    keys: createKeys(nextId),
    poolId: 'us-east-1_AbCdEf123',
    clock: clock ?? createClock(),
    nextId,
    settings: {
      rotateRefresh: false,
      graceSeconds: 60,
      invalidClientStatus: 400,
      attributesReadable: true,
      ...settings,
    },
    users: createUsers(),
    clients: createClients(client),
    codes: new Map(),
    tokens: new Map(),
  };
}

/** Scopes that are not those of a resource server. */
export const systemScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** Scopes of the resource server that every fake has. */
export const customScopes = ['orders-api/read', 'orders-api/write'];

/** `iss`. */
export const issuerOf = ({ url, poolId }: CognitoState): string => `${url}/${poolId}`;
