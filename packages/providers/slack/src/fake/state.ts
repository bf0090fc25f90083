import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { createClients, type SlackClients } from './clients.ts';
import type { SlackFakeOptions, SlackFakeSettings } from './options.ts';
import { createUsers, type SlackUsers } from './users.ts';

/** Which kind of token: of a sign-in, of an installed app for a user, of a bot, of an app. */
export type SlackFamily = 'oidc' | 'user' | 'bot' | 'app';

/** Who granted what to whom. */
export interface Grant {
  readonly family: SlackFamily;
  /** Client id. */
  readonly client: string;
  /** `<team>_<user>`; of a bot, who installed it. */
  readonly user: string;
  readonly scopes: readonly string[];
}

/** A token as the fake keeps it. */
export interface Token extends Grant {
  /** Milliseconds since the epoch; absent without rotation. */
  readonly expiresAt?: number | undefined;
  readonly revoked?: boolean | undefined;
}

/** A code that was handed out, until it is used. */
export interface Code {
  readonly page: 'oidc' | 'oauth-v2';
  readonly client: string;
  readonly user: string;
  /** As sent to the page; `null` when it was left out. */
  readonly redirectUri: string | null;
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly userScopes: readonly string[];
  readonly botScopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Everything a fake knows. */
export interface SlackState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: SlackFakeSettings;
  readonly clients: SlackClients;
  readonly users: SlackUsers;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
  readonly refreshTokens: Map<string, Grant>;
}

/** The state a fake begins with. */
export function createState({ clock, seed, client, settings }: SlackFakeOptions): SlackState {
  const nextId = createIds(seed ?? randomUUID());
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { rotation: false, pkce: false, ...settings },
    clients: createClients(nextId, client),
    users: createUsers(),
    codes: new Map(),
    tokens: new Map(),
    refreshTokens: new Map(),
  };
}
