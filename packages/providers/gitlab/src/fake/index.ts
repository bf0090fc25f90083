export { createGitlabFake, type GitlabFake, type GitlabGrant } from './gitlab-fake.ts';
export type { GitlabFakeOptions } from './options.ts';
export type { GitlabFakeSettings } from './settings.ts';
export type { AccessToken, GitlabApplication, GitlabApplications, PersonalToken } from './state.ts';
export type { GitlabUser, GitlabUsers } from './users.ts';
