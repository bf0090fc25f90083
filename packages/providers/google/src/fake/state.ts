import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { createClients, type GoogleClients } from './clients.ts';
import { createKeys, type SigningKey } from './keys.ts';
import { type GooglePerson, people } from './people.ts';
import { defaultSettings, type GoogleFakeOptions, type GoogleFakeSettings } from './settings.ts';

/** Who granted what to whom. */
export interface Grant {
  readonly client: string;
  /** Absent for a service account. */
  readonly person?: GooglePerson | undefined;
  /** Long names, as Google writes them. */
  readonly scopes: readonly string[];
}

/** A code that was handed out, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly isOffline: boolean;
}

/** An access token, until it is revoked. */
export interface AccessToken extends Grant {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly refreshToken?: string | undefined;
}

/** A refresh token, until it dies. */
export interface RefreshToken extends Grant {
  /** Milliseconds since the epoch; endless where absent. */
  readonly expiresAt?: number | undefined;
}

/** Everything a fake knows. */
export interface GoogleState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: GoogleFakeSettings;
  readonly people: typeof people;
  readonly clients: GoogleClients;
  readonly codes: Map<string, Code>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** Client and person of every consent so far. */
  readonly consents: Set<string>;
  /** Dead refresh tokens that were refused once; from then on the text is another. */
  readonly refused: Set<string>;
  readonly keys: SigningKey[];
}

/** The state a fake begins with. */
export function createState({ clock, seed, client }: GoogleFakeOptions): GoogleState {
  const nextId = createIds(seed ?? randomUUID());
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings },
    people,
    clients: createClients(nextId, client),
    codes: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    consents: new Set(),
    refused: new Set(),
    keys: createKeys(nextId),
  };
}

/** The token, unless it has ended or was revoked. */
export function live(state: GoogleState, token: string | null | undefined): AccessToken | undefined {
  const found = state.accessTokens.get(token ?? '');
  return found !== undefined && found.expiresAt > state.clock.now() ? found : undefined;
}

/** The unique id of the fake's service account, which is its client id as well. */
export const serviceAccount = {
  id: '110000000000000000001',
  email: 'robot@project-1.iam.gserviceaccount.com',
} as const;
