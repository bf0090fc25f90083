import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const ids = z.array(z.string().regex(/^\d+$/, 'expected a numeric id, written as a string')).min(1).optional();
const names = z.array(text).min(1).optional();
const actions = z
  .strictObject({ audience: text, ownerIds: ids, repositoryIds: ids, workflows: names, environments: names })
  .refine(({ ownerIds, repositoryIds }) => ownerIds !== undefined || repositoryIds !== undefined, {
    message: 'name `ownerIds` or `repositoryIds`, since every repository on GitHub can ask for your audience',
  });
const host = z.string().regex(/^[a-z\d-]+(\.[a-z\d-]+)*(:\d+)?$/, 'expected a host in lower case, such as github.com');

/** What `actions` is once parsed. */
export type ActionsOptions = z.output<typeof actions>;

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** Of the OAuth app or GitHub App; not the App ID. */
  clientId: text,
  clientSecret: secret(),
  /** `github.com`, `<subdomain>.ghe.com`, or the host of an Enterprise Server. */
  host: host.default('github.com'),
  /** `X-GitHub-Api-Version`; one that GitHub has retired is 503. */
  apiVersion: z.iso.date().default('2022-11-28'),
  /** Reads the verified primary address, for which a login asks the scope `user:email`. */
  email: z.boolean().default(true),
  /** What groups are; a login then asks the scope `read:org`. Names can pass to others, ids can not. */
  groups: z.enum(['organization-ids', 'organizations', 'team-ids', 'teams']).optional(),
  /** Further scopes of a login, such as `offline_access` for tokens that expire. */
  scopes: z.array(text).default([]),
  /** DANGER: takes personal access tokens, which are bound to no application; needs `acceptTokensOfAnyApp: true`. */
  personalTokens: z.boolean().default(false),
  /** Takes ID tokens of GitHub Actions, as machine callers; each list that is given must hold. */
  actions: actions.optional(),
});
