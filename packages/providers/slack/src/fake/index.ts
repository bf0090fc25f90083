export type { SlackClient, SlackClients } from './clients.ts';
export type { SlackFakeOptions, SlackFakeSettings } from './options.ts';
export { createSlackFake, type SlackFake, type SlackGrant } from './slack-fake.ts';
export type { SlackFamily } from './state.ts';
export type { SlackTokens } from './tokens.ts';
export type { SlackUser, SlackUsers } from './users.ts';
export type { AuthorizeWalk } from './walk.ts';
