import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { createClients, type MeetupClient, type MeetupClients } from './clients.ts';
import { createMembers, type MeetupMembers } from './members.ts';
import type { MeetupFakeOptions } from './options.ts';
import { defaultSettings, type MeetupFakeSettings } from './settings.ts';
import type { RegisteredKey } from './signing-keys.ts';

/** Who granted what to whom: a client, and the member it may speak for. */
export interface Grant {
  readonly client: string;
  readonly member: string;
}

/** A code that was handed out, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** An access token, until a member removes the application. */
export interface AccessToken extends Grant {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Everything a fake knows. */
export interface MeetupState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: MeetupFakeSettings;
  readonly members: MeetupMembers;
  readonly clients: MeetupClients;
  readonly codes: Map<string, Code>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, Grant>;
  readonly signingKeys: Map<string, RegisteredKey>;
}

/** The state a fake begins with. */
export function createState({ clock, seed, client, settings }: MeetupFakeOptions): MeetupState {
  const nextId = createIds(seed ?? randomUUID());
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings, ...settings },
    members: createMembers(),
    clients: createClients(nextId, client),
    codes: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    signingKeys: new Map(),
  };
}

/** The client with this id. */
export function clientById({ clients }: MeetupState, id: string | null): MeetupClient | undefined {
  return clients.find((client) => client.id === id);
}
