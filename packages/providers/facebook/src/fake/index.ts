export { createFacebookFake, type FacebookFake, type FacebookMint } from './facebook-fake.ts';
export { type FacebookFakeOptions, type FacebookFakeSettings, graphFault } from './settings.ts';
export type { FacebookApp, FacebookUser } from './state.ts';
export type { SignIn } from './walk.ts';
