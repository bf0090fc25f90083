import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const ids = z.array(z.string().regex(/^\d+$/, 'expected a numeric id, written as a string')).min(1).optional();
const names = z.array(z.string().min(1)).min(1).optional();

const actions = z
  .strictObject({
    /** What the workflow asks for as `audience`. Any workflow on GitHub can, so it proves nothing by itself. */
    audience: z.string().min(1),
    /** Numeric ids of the accounts whose repositories may call. */
    ownerIds: ids,
    /** Numeric ids of the repositories that may call. */
    repositoryIds: ids,
    /** Whole values of `job_workflow_ref`. */
    workflows: names,
    /** Deployment environments. */
    environments: names,
  })
  .refine(({ ownerIds, repositoryIds }) => ownerIds !== undefined || repositoryIds !== undefined, {
    message: 'name `ownerIds` or `repositoryIds`, since every repository on GitHub can ask for your audience',
  });

/** What `actions` of the options is once parsed. */
export type ActionsOptions = z.output<typeof actions>;

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** Of the OAuth app or GitHub App; not the App ID. */
  clientId: z.string().min(1),
  clientSecret: secret(),
  /** `github.com`, `<subdomain>.ghe.com`, or the host of an Enterprise Server. */
  host: z
    .string()
    .regex(/^[a-z\d-]+(\.[a-z\d-]+)*(:\d+)?$/, 'expected a host in lower case, such as github.example.com')
    .default('github.com'),
  /** `X-GitHub-Api-Version`; one that GitHub has retired is 503. */
  apiVersion: z.iso.date().default('2022-11-28'),
  /** Reads the verified primary address, for which a login asks the scope `user:email`. */
  email: z.boolean().default(true),
  /** What `groups` are; a login then asks the scope `read:org`. Names can pass to others, ids can not. */
  groups: z.enum(['organization-ids', 'organizations', 'team-ids', 'teams']).optional(),
  /** Further scopes of a login, such as `offline_access` for tokens that expire. */
  scopes: z.array(z.string().min(1)).default([]),
  /** DANGER: takes personal access tokens, which are bound to no application; needs `acceptTokensOfAnyApp: true`. */
  personalTokens: z.boolean().default(false),
  /** Takes the ID tokens of GitHub Actions, as machine callers. */
  actions: actions.optional(),
});
