export type { GoogleClient, GoogleClients } from './clients.ts';
export { createGoogleFake, type GoogleFake, type GoogleMint } from './google-fake.ts';
export type { Forgery } from './id-tokens.ts';
export type { GooglePerson } from './people.ts';
export type { GoogleFakeOptions, GoogleFakeSettings } from './settings.ts';
export type { GoogleTokens } from './tokens.ts';
export type { SignIn } from './walk.ts';
