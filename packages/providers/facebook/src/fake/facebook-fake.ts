import { createFakeServer, type FakeTokenRequest, json, type ProviderFake } from '@bearerkit/testkit';
import { debugToken } from './debug-token.ts';
import { dialog } from './dialog.ts';
import { versioned } from './graph.ts';
import { me, permissions } from './me.ts';
import type { FacebookFakeOptions, FacebookFakeSettings } from './settings.ts';
import { idToken, signedRequest } from './signed.ts';
import { createState, type FacebookApp, type FacebookState, type FacebookUser, issue, type Token } from './state.ts';
import { token } from './token.ts';
import { type SignIn, signIn } from './walk.ts';

/** Whose token, of which app, and for what. */
export interface FacebookMint {
  /** @default the first user */
  readonly user?: FacebookUser | undefined;
  /** @default the app under test */
  readonly app?: FacebookApp | undefined;
  /** @default 'USER' */
  readonly type?: Token['type'] | undefined;
  /** @default email and public_profile */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds; a negative number for a token that has expired. @default about 60 days */
  readonly life?: number | undefined;
}

/** A local Facebook. */
export interface FacebookFake extends ProviderFake {
  /** The app under test, and one of somebody else. */
  readonly apps: FacebookState['apps'];
  readonly users: FacebookState['users'];
  /** Change them at any time. */
  readonly settings: FacebookFakeSettings;
  /** Issues a user or page token without any request. */
  mint(what?: FacebookMint): string;
  /** Kills a token: 458 app removed, 460 password changed, 467 logged out. @default 458 */
  kill(token: string, subcode?: number): void;
  /** What a deauthorize callback for the first user brings. */
  signedRequest(): string;
  /** Walks the dialog, declining or unticking scopes too. @throws Error when it sends nobody back */
  signIn(url: string, choice?: SignIn): Promise<string>;
  revoke(token: string): Promise<void>;
}

/** As a maintained client found them: no token endpoint, a string for a list, and not the issuer of the tokens. */
const metadata = {
  issuer: 'https://facebook.com',
  authorization_endpoint: 'https://facebook.com/dialog/oauth/',
  jwks_uri: 'https://facebook.com/.well-known/oauth/openid/jwks/',
  response_types_supported: ['id_token', 'token id_token'],
  subject_types_supported: 'pairwise',
  id_token_signing_alg_values_supported: ['RS256'],
};

const graph = '/v26.0';

/**
 * Starts a local Facebook on 127.0.0.1, with two apps and three users.
 *
 * @example
 * const fake = await createFacebookFake();
 * const token = fake.mint({ user: fake.users[1] });
 */
export async function createFacebookFake(options: FacebookFakeOptions = {}): Promise<FacebookFake> {
  const state = createState(options);
  const { apps, users, settings } = state;
  const routes = versioned({
    'GET /dialog/oauth': (call) => dialog(state, call),
    'POST /dialog/oauth': (call) => dialog(state, call),
    'GET /oauth/access_token': (call) => token(state, call),
    'POST /oauth/access_token': (call) => token(state, call),
    'GET /debug_token': (call) => debugToken(state, call),
    'GET /me': (call) => me(state, call),
    'GET /me/permissions': (call) => permissions(state, call),
    'DELETE /me/permissions': (call) => permissions(state, call),
  });
  const discovery = { 'GET /.well-known/openid-configuration': () => json(metadata) };
  const server = await createFakeServer({
    routes: { ...routes, ...discovery },
    clock: state.clock,
    port: options.port,
  });
  const at = (path: string) => `${server.url}${graph}${path}`;
  const mint: FacebookFake['mint'] = ({ user = users[0], app = apps[0], type, life, scopes = both } = {}) =>
    issue(state, { app, user, scopes, ...(type === undefined ? {} : { type }) }, life);
  const kill: FacebookFake['kill'] = (text, subcode = 458) => {
    const found = state.tokens.get(text);
    if (found !== undefined) found.dead = subcode;
  };
  return {
    ...server,
    endpoints: {
      authorize: at('/dialog/oauth'),
      token: at('/oauth/access_token'),
      userinfo: at('/me?fields=id,name,email,picture'),
      debugToken: at('/debug_token'),
      revoke: at('/me/permissions'),
      idTokenIssuer: server.url,
    },
    client: apps[0],
    accounts: { member: account(users[0]), unverified: account(users[1]) },
    paths: { token: `${graph}/oauth/access_token`, proof: [`${graph}/debug_token`, `${graph}/me`] },
    scopes: both,
    apps,
    users,
    settings,
    mint,
    kill,
    token: async ({ account: who, client, state: wanted, kind = 'access' }: FakeTokenRequest = {}) => {
      const [app, user] = [apps[client === 'other' ? 1 : 0], users[who === 'unverified' ? 1 : 0]];
      if (kind === 'id') return idToken(state, server.url, app, user);
      if (kind !== 'access') return undefined;
      const text = mint({ app, user, life: wanted === 'expired' ? -60 : undefined });
      if (wanted === 'revoked') kill(text);
      return text;
    },
    signedRequest: () => signedRequest(state, apps[0], users[0]),
    authorize: (url, who) => signIn(url, { user: users[who === 'unverified' ? 1 : 0].id }),
    signIn,
    revoke: async (text) => kill(text),
  };
}

const both = ['email', 'public_profile'];
const account = ({ id: subject, name, email }: FacebookUser) => ({ subject, name, email, emailVerified: false });
