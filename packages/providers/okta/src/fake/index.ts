export type { OktaClient, OktaClients } from './clients.ts';
export { createOktaFake, type OktaFake, type OktaMint } from './okta-fake.ts';
export type { OktaFakeSettings } from './settings.ts';
export type { OktaFakeOptions } from './state.ts';
export type { OktaForgery, OktaTokens } from './tokens.ts';
export type { OktaUser, OktaUsers } from './users.ts';
