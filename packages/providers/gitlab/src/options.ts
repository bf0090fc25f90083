import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const ids = z.array(z.string().regex(/^[1-9]\d*$/, 'expected a decimal id, such as "20"')).min(1);
const text = z.string().min(1);

const ciTokens = z
  .strictObject({
    /** What jobs write into `aud`: an identifier of this API. Any job of the instance may write the same. */
    audience: z.union([text, z.array(text).min(1)]),
    /** Ids of the projects whose jobs are let in. With `namespaces` both must hold. */
    projects: ids.optional(),
    /** Ids of the namespaces (groups, users) whose projects are let in. */
    namespaces: ids.optional(),
    /** Let in jobs of branches and tags that anybody who may push can make. */
    unprotectedRefs: z.boolean().default(false),
  })
  .refine((own) => own.projects ?? own.namespaces, {
    message: 'name `projects` or `namespaces`: every job of the instance can write this audience',
  });

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** The external URL of the instance, exactly, with its relative root: `https://example.com/gitlab`. */
  baseUrl: z
    .string()
    .regex(/^https?:\/\/[^\s?#]+$/, 'expected a URL such as https://gitlab.com')
    .default('https://gitlab.com')
    .transform((url) => url.replace(/\/+$/, '')),
  /** "Application ID". */
  clientId: text,
  clientSecret: secret(),
  /** What a login asks for. Asked for nothing, GitLab grants `api`: full read and write. */
  scopes: z.array(text).min(1).default(['openid', 'email', 'read_user']),
  /** Which groups a caller gets, from `/oauth/userinfo` (one more call; needs the scope `openid`). */
  groups: z.enum(['none', 'all', 'owner', 'maintainer', 'developer']).default('none'),
  /** Whether `confirmed_at` proves an e-mail address. @default only on gitlab.com, where confirmation is always on */
  confirmedEmails: z.boolean().optional(),
  /** DANGER: take personal access tokens, which belong to no application. Needs `acceptTokensOfAnyApp: true`. */
  personalTokens: z.boolean().default(false),
  /** The whole prefix of personal access tokens, with one that the instance puts before all, as in `acme-glpat-`. */
  personalTokenPrefix: text.default('glpat-'),
  /** Take ID tokens of CI jobs as machines. */
  ciTokens: ciTokens.optional(),
});

/** Options with their defaults. */
export type GitlabOptions = z.output<typeof options>;
