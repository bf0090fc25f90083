import { createFakeServer, type FakeTokenRequest, type ProviderFake } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import type { GoogleClient, GoogleClients } from './clients.ts';
import { type Forgery, signIdToken } from './id-tokens.ts';
import type { SigningKey } from './keys.ts';
import { createKeys } from './keys.ts';
import { otherRoutes } from './other-routes.ts';
import type { GooglePerson, people } from './people.ts';
import type { GoogleFakeOptions, GoogleFakeSettings } from './settings.ts';
import { createState, serviceAccount } from './state.ts';
import { tokenRoutes } from './token.ts';
import { tokenInfoRoutes } from './token-info.ts';
import { type GoogleTokens, issueAccess, issueRefresh, longScopes } from './tokens.ts';
import { userinfoRoutes } from './userinfo.ts';
import { type SignIn, signIn } from './walk.ts';

/** Whose tokens, issued to whom, and for what. */
export interface GoogleMint {
  /** @default the first person */
  readonly person?: GooglePerson | 'service-account' | undefined;
  /** @default the application under test; a service account is its own client */
  readonly client?: GoogleClient | undefined;
  /** @default openid, email and profile */
  readonly scopes?: readonly string[] | undefined;
  /** Seconds; a negative number for a token that has ended. @default 3600 */
  readonly life?: number | undefined;
}

/** A local Google. */
export interface GoogleFake extends ProviderFake {
  readonly clients: GoogleClients;
  readonly people: typeof people;
  readonly serviceAccount: typeof serviceAccount;
  /** Change them at any time. */
  readonly settings: GoogleFakeSettings;
  /** The older userinfo, with other field names. */
  readonly userinfoV2: string;
  /** Issues tokens without any request. */
  mint(what?: GoogleMint): GoogleTokens;
  /** Signs an ID token, also a bad one. */
  idToken(forgery?: Forgery): string;
  /** A key that Google never published. */
  foreignKey(): SigningKey;
  /** Signs with a new key, and no longer publishes the old one. */
  rotateKeys(): void;
  /** Kills an access token and its refresh token, as when somebody removes the application. */
  remove(tokens: GoogleTokens): void;
  /** Walks the sign-in page, declining or unticking scopes too. @throws Error when it sends nobody back */
  signIn(url: string, choice?: SignIn): Promise<string>;
  revoke(token: string): Promise<void>;
}

/**
 * Starts a local Google on 127.0.0.1, with three clients, four people and a service account.
 *
 * @example
 * const fake = await createGoogleFake();
 * const { accessToken } = fake.mint({ person: fake.people[1] });
 */
export async function createGoogleFake(options: GoogleFakeOptions = {}): Promise<GoogleFake> {
  const state = createState(options);
  const { clients, settings } = state;
  const issuer = (): string => server.url;
  const routes = {
    ...authorizeRoutes(state, issuer),
    ...tokenRoutes(state, issuer),
    ...tokenInfoRoutes(state),
    ...userinfoRoutes(state),
    ...otherRoutes(state, issuer),
  };
  const server = await createFakeServer({ routes, clock: state.clock, port: options.port });
  const at = (path: string) => server.url + path;
  const mint: GoogleFake['mint'] = ({ person = state.people[0], client = clients[0], scopes, life = 3600 } = {}) => {
    const isRobot = person === 'service-account';
    const grant = {
      client: isRobot ? serviceAccount.id : client.id,
      person: isRobot ? undefined : person,
      scopes: longScopes(scopes ?? ['openid', 'email', 'profile']),
    };
    const refreshToken = isRobot ? undefined : issueRefresh(state, grant);
    const idToken = signIdToken(state, issuer(), { about: person, audience: client.id });
    return { accessToken: issueAccess(state, grant, refreshToken, life * 1000), refreshToken, idToken };
  };
  const remove = ({ accessToken, refreshToken = '' }: GoogleTokens) => {
    state.accessTokens.delete(accessToken);
    state.refreshTokens.delete(refreshToken);
  };
  const token = async (request: FakeTokenRequest = {}) => {
    const { account = 'member', client = 'ours', state: wanted = 'good', kind = 'access' } = request;
    const person = kind === 'machine' ? 'service-account' : state.people[account === 'member' ? 0 : 3];
    const life = wanted === 'expired' ? -60 : 3600;
    const tokens = mint({ person, client: clients[client === 'ours' ? 0 : 2], life });
    if (wanted === 'revoked') remove(tokens);
    return kind === 'id' ? tokens.idToken : kind === 'refresh' ? tokens.refreshToken : tokens.accessToken;
  };
  return {
    ...server,
    endpoints: {
      issuer: server.url,
      authorize: at('/o/oauth2/v2/auth'),
      token: at('/token'),
      tokeninfo: at('/oauth2/v3/tokeninfo'),
      userinfo: at('/v1/userinfo'),
      revoke: at('/revoke'),
      jwks: at('/oauth2/v3/certs'),
    },
    client: clients[0],
    accounts: { member: account(state.people[0]), unverified: account(state.people[3]) },
    paths: { token: '/token', proof: ['/oauth2/v3/tokeninfo', '/v1/userinfo'] },
    clients,
    people: state.people,
    serviceAccount,
    settings,
    userinfoV2: at('/oauth2/v2/userinfo'),
    mint,
    idToken: (forgery) => signIdToken(state, issuer(), forgery),
    foreignKey: () => createKeys(state.nextId)[0] as SigningKey,
    rotateKeys: () => void state.keys.splice(0, 1, ...createKeys(state.nextId)),
    remove,
    token,
    authorize: (url, who = 'member') => signIn(url, { sub: state.people[who === 'member' ? 0 : 3].sub }),
    scopes: ['openid', 'email', 'profile'],
    revoke: async (accessToken) => remove({ accessToken }),
    signIn,
  };
}

const account = ({ sub: subject, email, emailVerified, name }: GooglePerson) => ({
  subject,
  email,
  emailVerified,
  name,
});
