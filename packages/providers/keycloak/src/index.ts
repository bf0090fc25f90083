export { keycloak } from './keycloak.ts';
export { keycloakJson } from './keycloak-json.ts';
