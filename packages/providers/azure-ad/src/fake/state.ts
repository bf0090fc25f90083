import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { type AzureAdAccount, type AzureAdApp, type AzureAdApps, createApps } from './directory.ts';
import { type AzureAdKeys, createKeys } from './keys.ts';

/** What {@link createAzureAdFake} takes; nothing is required. */
export interface AzureAdFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same ids, codes and secrets; keys are new each time. @default random */
  readonly seed?: string | undefined;
  /** Where our client is sent back to. @default http://127.0.0.1:8080/auth/azure/callback */
  readonly redirectUri?: string | undefined;
  /** What our API set in its manifest; `null` means 1. @default 2 */
  readonly requestedAccessTokenVersion?: 1 | 2 | null | undefined;
}

/** Who was given what: by whom it is used, for which tenant, person and scopes. */
export interface Grant {
  readonly client: AzureAdApp;
  readonly tenant: string;
  readonly account: AzureAdAccount;
  readonly scope: string;
}

/** A code that was handed out. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly method: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  used: boolean;
}

/** Everything a fake knows. */
export interface State {
  /** `http://127.0.0.1:<port>`, once it listens. */
  url: string;
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly keys: AzureAdKeys;
  readonly apps: AzureAdApps;
  /** Of our API's manifest. */
  version: 1 | 2;
  readonly codes: Map<string, Code>;
  readonly refreshTokens: Map<string, Grant>;
}

/** The state a fake begins with. */
export function createState(options: AzureAdFakeOptions): State {
  const nextId = createIds(options.seed ?? randomUUID());
  return {
    url: '',
    clock: options.clock ?? createClock(),
    nextId,
    keys: createKeys(nextId),
    apps: createApps(nextId, options.redirectUri ?? 'http://127.0.0.1:8080/auth/azure/callback'),
    version: options.requestedAccessTokenVersion === undefined ? 2 : (options.requestedAccessTokenVersion ?? 1),
    codes: new Map(),
    refreshTokens: new Map(),
  };
}
