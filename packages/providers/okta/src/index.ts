export { okta } from './okta.ts';
