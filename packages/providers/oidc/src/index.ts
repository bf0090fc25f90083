export { oidc } from './oidc.ts';
