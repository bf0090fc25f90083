export type { KeycloakClient, KeycloakClients } from './clients.ts';
export type { KeycloakCallback, KeycloakForgery } from './forge.ts';
export {
  createKeycloakFake,
  type KeycloakFake,
  type KeycloakFakeOptions,
  type KeycloakSignIn,
} from './keycloak-fake.ts';
export type { KeycloakKey } from './keys.ts';
export type { KeycloakFakeSettings } from './settings.ts';
export type { KeycloakTokens } from './tokens.ts';
export { type KeycloakUser, type KeycloakUsers, subjects as keycloakSubjects } from './users.ts';
