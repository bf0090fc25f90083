export type { OidcClient, OidcClients } from './clients.ts';
export type { OidcResource } from './configuration.ts';
export type { Forgery } from './forge.ts';
export type { OidcSignIn, OidcTokenRequest, OidcTokens } from './grants.ts';
export type { OidcKey } from './keys.ts';
export { createOidcFake, type OidcFake, type OidcFakeOptions, oidcPaths } from './oidc-fake.ts';
export type { OidcUser, OidcUsers } from './users.ts';
export type { OidcWalk } from './walk.ts';
