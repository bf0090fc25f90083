/** A client that the issuer knows. */
export interface OidcClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
  /** The one place where the issuer reads its id and secret. */
  readonly authentication: 'client_secret_basic' | 'client_secret_post';
}

/** The application under test, and an application of somebody else. */
export type OidcClients = readonly [own: OidcClient, other: OidcClient];

/** Registers the two clients every fake has. Their secrets need the form encoding of RFC 6749 §2.3.1. */
export function createClients(own: Partial<OidcClient> = {}): OidcClients {
  const secret = 's:e+c/r%t @ 32 characters at least';
  const authentication = 'client_secret_basic';
  return [
    { id: 'our@client', secret, redirectUri: 'http://127.0.0.1:8080/auth/oidc/callback', authentication, ...own },
    { id: 'other-app', secret: `other-${secret}`, redirectUri: 'http://127.0.0.1:8081/callback', authentication },
  ];
}
