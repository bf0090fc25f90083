import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeServer, type FakeServer, type Fault, faults } from '@bearerkit/testkit';
import Provider from 'oidc-provider';
import { createClients, type OidcClient, type OidcClients } from './clients.ts';
import { configuration, type OidcResource } from './configuration.ts';
import { type Forgery, forge } from './forge.ts';
import { forward } from './front.ts';
import { type OidcSignIn, type OidcTokenRequest, type OidcTokens, requestTokens, signIn } from './grants.ts';
import { interact } from './interaction.ts';
import { createKeys, type OidcKey } from './keys.ts';
import { createStore } from './store.ts';
import { createUsers, type OidcUsers } from './users.ts';
import { type OidcWalk, walk } from './walk.ts';

/** What {@link createOidcFake} takes; nothing is required. */
export interface OidcFakeOptions {
  /** @default a free port */
  readonly port?: number | undefined;
  /**
   * APIs by resource indicator.
   * @default https://api.example.com and https://other.example.com (signed tokens), https://opaque.example.com
   */
  readonly resources?: Readonly<Record<string, OidcResource>> | undefined;
  /** Values of the first client, which is the application under test. */
  readonly client?: Partial<OidcClient> | undefined;
  /** Life of access tokens, in seconds. @default 3600 */
  readonly lifeSeconds?: number | undefined;
}

/** Paths of the issuer by what is behind them, for `calls` and `fail`. */
export const oidcPaths = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/jwks',
  token: '/token',
  introspection: '/token/introspection',
  revocation: '/token/revocation',
  userinfo: '/me',
} as const;

/** A real authorization server (oidc-provider) on loopback; its front counts calls and goes wrong on demand. */
export interface OidcFake extends Pick<FakeServer, 'url' | 'log' | 'calls' | 'forget' | 'fail' | 'heal' | 'restart'> {
  readonly issuer: string;
  /** The application under test, and one of somebody else. */
  readonly clients: OidcClients;
  /** Change them at any time. */
  readonly users: OidcUsers;
  /** The keys it signs with now. */
  readonly keys: readonly OidcKey[];
  /** The client credentials grant (RFC 6749 §4.4). */
  clientCredentials(request?: OidcTokenRequest): Promise<OidcTokens>;
  /** The authorization code grant: a user signs in over HTTP. */
  signIn(request?: OidcSignIn): Promise<OidcTokens>;
  /** Walks the sign-in of an authorize URL that somebody else built; gives the redirect URL with `code`. */
  authorize(request: OidcWalk): Promise<string>;
  /** Signs a token that the issuer never issued; good unless told otherwise, for the first resource. */
  forge(forgery?: Forgery): string;
  /** Signs with new keys from now on and forgets the old ones. */
  rotateKeys(): void;
  /** Switches a fault on at one endpoint, or at all; what is returned switches it off. @param fault @default 503 */
  outage(where: keyof typeof oidcPaths | 'everything', fault?: Fault): () => void;
  stop(): Promise<void>;
}

const defaultResources: Readonly<Record<string, OidcResource>> = {
  'https://api.example.com': { format: 'jwt' },
  'https://other.example.com': { format: 'jwt' },
  'https://opaque.example.com': { format: 'opaque' },
};

/**
 * Starts a local issuer. Needs `oidc-provider` and Node 22.
 *
 * @example
 * const fake = await createOidcFake();
 * const { accessToken } = await fake.clientCredentials({ resource: 'https://api.example.com' });
 */
export async function createOidcFake(options: OidcFakeOptions = {}): Promise<OidcFake> {
  const { resources = defaultResources, lifeSeconds = 3600, port } = options;
  const [clients, users] = [createClients(options.client), createUsers()];
  const parts = { clients, users, resources, store: createStore(), lifeSeconds };
  const [resource = ''] = Object.keys(resources);

  const inner = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response);
    return interact(provider, users, request, response).catch((error) => response.writeHead(400).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(inner, 'listening');
  const { port: innerPort } = inner.address() as AddressInfo;
  const front = await createFakeServer({ routes: {}, notFound: (call) => forward(innerPort, call), port });
  const issuer = front.url;
  let keys = createKeys();
  let provider = new Provider(issuer, configuration(parts, keys));

  const good = { iss: issuer, aud: resource, sub: 'member-1', client_id: clients[0].id, scope: 'openid orders:read' };
  const asked = <R extends OidcTokenRequest>(request: R) => ({
    ...request,
    resource: request.resource === undefined ? resource : request.resource,
  });
  return {
    ...front,
    issuer,
    clients,
    users,
    get keys() {
      return keys;
    },
    clientCredentials: ({ client = clients[0], ...request } = {}) => {
      const { resource: wanted, scope = wanted === null ? '' : 'orders:read' } = asked(request);
      const form = { grant_type: 'client_credentials', scope, ...(wanted ? { resource: wanted } : {}) };
      return requestTokens(issuer, client, form);
    },
    signIn: ({ client = clients[0], ...request } = {}) => signIn(issuer, client, asked(request)),
    authorize: (request) => walk(issuer, request),
    forge: (forgery = {}) => forge(keys, good, forgery),
    rotateKeys: () => {
      keys = createKeys();
      provider = new Provider(issuer, configuration(parts, keys));
    },
    outage: (where, fault = faults.status(503)) =>
      front.fail(fault, where === 'everything' ? {} : { path: oidcPaths[where] }),
    stop: async () => {
      await front.stop();
      inner.closeAllConnections();
      inner.close();
    },
  };
}
