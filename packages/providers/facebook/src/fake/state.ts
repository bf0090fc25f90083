import { randomUUID } from 'node:crypto';
import { type Clock, createClock, createIds } from '@bearerkit/testkit';
import { defaultSettings, type FacebookFakeOptions, type FacebookFakeSettings } from './settings.ts';

/** An app, as in the settings of developers.facebook.com. */
export interface FacebookApp {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** A user, as one app sees it. */
export interface FacebookUser {
  /** More digits than a JavaScript number holds. */
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly isSilhouette: boolean;
}

/** A token, dead or alive. */
export interface Token {
  readonly app: FacebookApp;
  readonly type: 'USER' | 'PAGE';
  readonly user: FacebookUser;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch; endless where absent. */
  readonly expiresAt: number | undefined;
  /** Why it is dead: 458 app removed, 460 password changed, 467 logged out. */
  dead?: number | undefined;
}

/** A code that was handed out, and whether it was used. */
export interface Code {
  readonly app: FacebookApp;
  readonly user: FacebookUser;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly expiresAt: number;
  used: boolean;
}

/** Everything a fake knows. */
export interface FacebookState {
  readonly clock: Clock;
  readonly nextId: (length?: number) => string;
  readonly settings: FacebookFakeSettings;
  readonly apps: readonly [own: FacebookApp, other: FacebookApp];
  readonly users: readonly [FacebookUser, FacebookUser, FacebookUser];
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
}

/** With an e-mail, with a silhouette in the place of a picture, and without an e-mail. */
const users: FacebookState['users'] = [
  { id: '90071992547409930', name: 'Member One', email: 'member-1@example.com', isSilhouette: false },
  { id: '90071992547409932', name: 'Member Two', email: 'member-2@example.com', isSilhouette: true },
  { id: '90071992547409934', name: 'Member Three', isSilhouette: false },
];

/** The state a fake begins with. */
export function createState({ clock, seed, client }: FacebookFakeOptions): FacebookState {
  const nextId = createIds(seed ?? randomUUID());
  const own = { id: '100000000000001', redirectUri: 'http://127.0.0.1:8080/auth/facebook/callback' };
  return {
    clock: clock ?? createClock(),
    nextId,
    settings: { ...defaultSettings },
    apps: [
      { ...own, secret: nextId(), ...client },
      { id: '100000000000002', secret: nextId(), redirectUri: 'https://other-app.example/callback' },
    ],
    users,
    codes: new Map(),
    tokens: new Map(),
  };
}

/** Issues a token. @param life seconds */
export function issue(
  state: FacebookState,
  { app, user, scopes, type = 'USER' }: Pick<Token, 'app' | 'user' | 'scopes'> & Partial<Pick<Token, 'type'>>,
  life = 5_183_944,
): string {
  const text = `EAAB${state.nextId(64)}`;
  const expiresAt = state.settings.endless ? undefined : state.clock.now() + life * 1000;
  state.tokens.set(text, { app, user, scopes, type, expiresAt });
  return text;
}

/** The second code of a token that is dead; `undefined` while it lives. */
export function subcodeOf({ clock }: FacebookState, { dead, expiresAt = Number.POSITIVE_INFINITY }: Token) {
  return dead ?? (expiresAt > clock.now() ? undefined : 463);
}
