import { beforeEach } from 'vitest';
import { z } from 'zod';
import { defineProvider } from '../provider/define.ts';
import type { CommonOptions, Provider } from '../provider/provider.ts';
import { type JwtSpec, jwt } from '../provider/rule.ts';
import { makeKey, type SigningKey, signJwt } from './keys.ts';
import { type FakeServer, json } from './server.ts';

/** Who the API is in these tests. */
export const api = 'https://api.example.com';

/** Seconds since the epoch, whole. */
export const now = (): number => Math.floor(Date.now() / 1000);

/** An issuer with discovery and keys on a server. */
export interface Issuer {
  readonly url: string;
  readonly key: SigningKey;
  /** Good claims of an access token. */
  claims(more?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A good token, with other claims and another header where wanted. */
  token(more?: Readonly<Record<string, unknown>>, header?: object, key?: SigningKey): string;
  /** Publishes other keys. */
  publish(...keys: readonly object[]): void;
}

/** Serves discovery and JWKS before each test. */
export function useIssuer(server: FakeServer, key: SigningKey = makeKey()): Issuer {
  const issuer: Issuer = {
    get url() {
      return server.url;
    },
    key,
    claims: (more = {}) => ({
      iss: server.url,
      sub: 'member-1',
      aud: api,
      client_id: 'client-1',
      iat: now(),
      exp: now() + 300,
      ...more,
    }),
    token: (more, header, other = key) => signJwt(other, issuer.claims(more), header),
    publish: (...keys) => server.on('/jwks', json({ keys })),
  };
  beforeEach(() => {
    const at = (path: string) => `${server.url}${path}`;
    server.on('/.well-known/openid-configuration', (call, response) =>
      json({
        issuer: server.url,
        jwks_uri: at('/jwks'),
        token_endpoint: at('/token'),
        userinfo_endpoint: at('/userinfo'),
        introspection_endpoint: at('/introspect'),
        revocation_endpoint: at('/revoke'),
        authorization_endpoint: at('/authorize'),
      })(call, response),
    );
    issuer.publish(key.jwk);
  });
  return issuer;
}

const attributes = {
  from: 'claims',
  subject: '/sub',
  username: { pointer: '/preferred_username', mutable: true },
  email: '/email',
  emailVerified: '/email_verified',
  name: { pointer: '/name', mutable: true, unverified: true },
  groups: '/groups',
  roles: '/roles',
} as const;

/** A provider of signed tokens at an issuer. */
export function jwtProvider(
  issuer: string | readonly string[],
  spec: Partial<JwtSpec<'issuer' | 'userinfo'>> = {},
  common: CommonOptions = {},
): Provider {
  const factory = defineProvider({
    contract: 1,
    id: 'acme',
    name: 'Acme',
    options: z.strictObject({}),
    define: () => ({
      endpoints: { issuer },
      accepts: [jwt({ audience: api, algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'], attributes, ...spec })],
    }),
  });
  return factory(common);
}
