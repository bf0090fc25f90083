export type { CognitoClient, CognitoClients } from './clients.ts';
export { type CognitoFake, type CognitoMint, createCognitoFake } from './cognito-fake.ts';
export type { CognitoKey, CognitoKeys } from './keys.ts';
export type { CognitoFakeOptions, CognitoFakeSettings } from './state.ts';
export type { CognitoForgery, CognitoTokens } from './tokens.ts';
export type { CognitoUser, CognitoUsers } from './users.ts';
