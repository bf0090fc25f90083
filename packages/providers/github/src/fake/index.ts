export type {
  GithubAccount,
  GithubAccounts,
  GithubEmail,
  GithubMembership,
  GithubOrganization,
  GithubTeam,
} from './accounts.ts';
export type { GithubWorkflow } from './actions.ts';
export { createGithubFake, type GithubFake, type GithubGrant } from './github-fake.ts';
export { githubFaults } from './github-faults.ts';
export type { GithubFakeOptions } from './options.ts';
export type { GithubFakeSettings } from './settings.ts';
export type { GithubClient } from './state.ts';
export type { AuthorizeChoice } from './walk.ts';
export type { GithubDelivery } from './webhook.ts';
