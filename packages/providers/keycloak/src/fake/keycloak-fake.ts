import { randomUUID } from 'node:crypto';
import {
  type Clock,
  createClock,
  createFakeServer,
  createIds,
  type FakeAccount,
  type FakeServer,
  type FakeTokenRequest,
  type ProviderFake,
} from '@bearerkit/testkit';
import type { KeycloakClient, KeycloakClients } from './clients.ts';
import { contractToken } from './contract-token.ts';
import { adminCallback, forge, type KeycloakCallback, type KeycloakForgery, logoutToken } from './forge.ts';
import { type KeycloakKey, rotate } from './keys.ts';
import { createRealm, createRealms, type Realm } from './realm.ts';
import { createRouter } from './router.ts';
import { defaultSettings, type KeycloakFakeSettings } from './settings.ts';
import { newGrant } from './token.ts';
import { issueTokens, type KeycloakTokens } from './tokens.ts';
import { type KeycloakUsers, subjects } from './users.ts';
import { walk } from './walk.ts';

/** What {@link createKeycloakFake} takes; nothing is required. */
export interface KeycloakFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /** @default a clock of its own */
  readonly clock?: Clock | undefined;
  /** The same seed gives the same ids and secrets in the same order; keys are always new. @default random */
  readonly seed?: string | undefined;
  /** Path before `/realms`: servers before 17 have `/auth`. @default '' */
  readonly prefix?: '' | '/auth' | undefined;
  /** Values of the client `rest-api`, which is the application under test. */
  readonly client?: Partial<KeycloakClient> | undefined;
  readonly settings?: Partial<KeycloakFakeSettings> | undefined;
}

/** Who signs in, and through which client. */
export interface KeycloakSignIn {
  /** @default 'rest-api' */
  readonly client?: string | undefined;
  /** @default the member with a verified e-mail */
  readonly subject?: string | undefined;
  /** @default 'openid email profile' */
  readonly scope?: string | undefined;
  readonly nonce?: string | undefined;
  /** @default 'acme' */
  readonly realm?: 'acme' | 'other' | undefined;
}

/** A local Keycloak with the realms `acme` and `other`. */
export interface KeycloakFake extends ProviderFake, Pick<FakeServer, 'restart'> {
  /** Of the realm `acme`. */
  readonly issuer: string;
  readonly clients: KeycloakClients;
  readonly users: KeycloakUsers;
  /** Change them at any time. */
  readonly settings: KeycloakFakeSettings;
  /** The keys it publishes; the first signs. */
  readonly keys: readonly KeycloakKey[];
  /** Path of a name below `/protocol/openid-connect/` of the realm, for `calls` and `fail`. */
  path(name: string): string;
  /** Tokens of a sign-in that needs no request. */
  signIn(signIn?: KeycloakSignIn): Required<KeycloakTokens>;
  /** Token of a service account. @param client its id @default 'svc' */
  serviceToken(client?: string): string;
  /** Signs a token that nobody ever obtained; good unless told otherwise. */
  forge(forgery?: KeycloakForgery): string;
  /** What an administrator's callback carries. */
  adminCallback(callback?: KeycloakCallback): string;
  /** What a back-channel logout carries. */
  logoutToken(subject?: string, sid?: string): string;
  /** Ends every session. */
  logoutAll(): void;
  rotateKeys(): void;
}

/**
 * Starts a local Keycloak on 127.0.0.1.
 *
 * @example
 * const fake = await createKeycloakFake();
 * const { accessToken } = fake.signIn();
 */
export async function createKeycloakFake(options: KeycloakFakeOptions = {}): Promise<KeycloakFake> {
  const { prefix = '', clock = createClock(), seed = randomUUID() } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const nextId = createIds(seed);
  const parts = { settings, clock, nextId, client: options.client, home: () => server.url + prefix };
  const realms = createRealms((name) => createRealm({ ...parts, name }));
  const server = await createFakeServer({
    routes: {},
    notFound: createRouter(prefix, realms),
    clock,
    port: options.port,
  });
  const realm = realms('acme') as Realm;
  const path = (name: string) => `${prefix}/realms/acme/protocol/openid-connect/${name}`;
  const { secret = '', redirectUri = '' } = realm.clients.get('rest-api') ?? {};
  return {
    ...server,
    issuer: realm.issuer(),
    endpoints: { issuer: realm.issuer() },
    client: { id: 'rest-api', secret, redirectUri },
    clients: realm.clients,
    users: realm.users,
    settings,
    accounts: { member: accountOf(realm, subjects.member), unverified: accountOf(realm, subjects.unverified) },
    paths: { token: path('token'), proof: [`${prefix}/realms/acme/.well-known/openid-configuration`, path('certs')] },
    get keys() {
      return realm.keys.signing;
    },
    path,
    signIn: ({ realm: name = 'acme', client = 'rest-api', ...more } = {}) => {
      const home = realms(name) as Realm;
      const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
      return issueTokens(home, newGrant(home, { client, issuer: home.issuer(), ...given })) as Required<KeycloakTokens>;
    },
    serviceToken: (client = 'svc') =>
      issueTokens(realm, { client, scope: 'email profile', issuer: realm.issuer() }).accessToken,
    forge: (forgery = {}) => forge(realm, forgery),
    adminCallback: (callback = {}) => adminCallback(realm, callback),
    logoutToken: (subject = subjects.member, sid) => logoutToken(realm, 'rest-api', subject, sid),
    logoutAll: () => realm.sessions.clear(),
    rotateKeys: () => rotate(realm.keys, nextId),
    token: async (request: FakeTokenRequest = {}) => contractToken(realm, request),
    authorize: (url, account = 'member') => walk(url, subjects[account]),
    scopes: ['openid', 'email', 'profile'],
  };
}

function accountOf({ users }: Realm, subject: string): FakeAccount {
  const { username, name, email, emailVerified = false, groups } = users.get(subject) ?? {};
  return { subject, username, name, email, emailVerified, groups };
}
