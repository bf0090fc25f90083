export { type AzureAdFake, type AzureAdFakeEndpoints, createAzureAdFake } from './azure-ad-fake.ts';
export type { AzureAdTokenKind } from './claims.ts';
export type { AzureAdAccount, AzureAdApp, AzureAdApps } from './directory.ts';
export type { AzureAdKeyUse } from './keys.ts';
export type { AzureAdTokenRequest } from './mint.ts';
export type { AzureAdFakeOptions } from './state.ts';
