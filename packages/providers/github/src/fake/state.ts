import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { createAccounts, type GithubAccounts } from './accounts.ts';
import type { GithubFakeOptions } from './options.ts';
import { defaultSettings, type GithubFakeSettings } from './settings.ts';

/** An OAuth app or GitHub App. */
export interface GithubClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly redirectUri: string;
}

/** What an application was granted by an account. */
export interface Grant {
  /** Of the application; a personal access token has none. */
  readonly client: string | undefined;
  readonly account: number;
  readonly scopes: readonly string[];
}

/** A code that was handed out, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A living token of any kind. */
export interface Token extends Grant {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch; absent: never. */
  readonly expiresAt?: number | undefined;
  /** Of an access token its refresh token, and the other way round. */
  readonly partner?: string | undefined;
}

/** A device code that waits for a person. */
export interface Device extends Omit<Grant, 'account'> {
  readonly userCode: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Milliseconds since the epoch: when it was last asked about. */
  polledAt: number;
  /** Seconds to wait between two questions. */
  interval: number;
  /** Who has said what. */
  decision?: { readonly account: number } | 'denied' | undefined;
}

/** Everything a fake knows. */
export interface GithubState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: GithubFakeSettings;
  readonly accounts: GithubAccounts;
  readonly clients: readonly [own: GithubClient, other: GithubClient];
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
  readonly devices: Map<string, Device>;
  /** Checks made, by client id. */
  readonly spent: Map<string, number>;
  /** Bad tokens seen at `/user`. */
  badTries: number;
}

/** The state a fake begins with. */
export function createState({ clock, seed, settings }: GithubFakeOptions): GithubState {
  const nextId = createIds(seed ?? randomUUID());
  const client = (id: string, name: string, redirectUri: string) => ({ id, secret: nextId(40), name, redirectUri });
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings, ...settings },
    accounts: createAccounts(),
    clients: [
      client('Iv1.github-client', 'Example', 'http://127.0.0.1:8080/auth/github/callback'),
      client('Iv1.other-app', 'Other App', 'https://other-app.example/callback'),
    ],
    codes: new Map(),
    tokens: new Map(),
    devices: new Map(),
    spent: new Map(),
    badTries: 0,
  };
}
