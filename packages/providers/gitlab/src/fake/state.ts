import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import type { GitlabFakeOptions } from './options.ts';
import { defaultSettings, type GitlabFakeSettings } from './settings.ts';
import { createUsers, type GitlabUsers } from './users.ts';

/** A registered application. */
export interface GitlabApplication {
  /** "Application ID". */
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** The application under test, and an application of somebody else. */
export type GitlabApplications = readonly [own: GitlabApplication, other: GitlabApplication];

/** What a token or code stands for. */
export interface Grant {
  /** `null` for the password grant without a client. */
  readonly application: string | null;
  /** `null` for client credentials. */
  readonly user: number | null;
  readonly scopes: readonly string[];
}

/** A code, until it is used. */
export interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly method: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** An access token with its refresh token. */
export interface AccessToken extends Grant {
  readonly text: string;
  readonly refreshToken: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  revoked: boolean;
}

/** A personal access token; project and group tokens are those of a bot. */
export interface PersonalToken {
  readonly text: string;
  readonly user: number;
  readonly scopes: readonly string[];
  /** `YYYY-MM-DD`, or never. */
  readonly expiresAt: string | null;
  readonly revoked: boolean;
}

/** Everything a fake knows. */
export interface GitlabState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: GitlabFakeSettings;
  readonly users: GitlabUsers;
  readonly applications: GitlabApplications;
  readonly codes: Map<string, Code>;
  readonly tokens: AccessToken[];
  readonly personalTokens: Map<string, PersonalToken>;
  /** What is before every path, such as `/gitlab`. */
  readonly root: string;
  /** The external URL, which is `iss`; known once the port is. */
  issuer: string;
}

/** The state a fake begins with. */
export function createState({ clock, seed, settings, application, root = '' }: GitlabFakeOptions): GitlabState {
  const nextId = createIds(seed ?? randomUUID());
  const register = (redirectUri: string): GitlabApplication => ({
    id: nextId(64),
    secret: `gloas-${nextId(64)}`,
    redirectUri,
  });
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings, ...settings },
    users: createUsers(),
    applications: [
      { ...register('http://127.0.0.1:8080/auth/gitlab/callback'), ...application },
      register('https://other-app.example/callback'),
    ],
    codes: new Map(),
    tokens: [],
    personalTokens: new Map(),
    root,
    issuer: '',
  };
}
