export { keycloak } from './keycloak.ts';
export { type ImportedKeycloak, type KeycloakJson, keycloakJson } from './keycloak-json.ts';
