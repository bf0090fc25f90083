import { jwt, type Rejection } from '@bearerkit/core/provider';
import type { GitlabOptions } from './options.ts';

/** Whether the claims are those of a CI job: login ID tokens have the same issuer, and may have the same audience. */
export const isCiToken = (claims: object): boolean => 'project_id' in claims || 'pipeline_id' in claims;

/**
 * ID tokens of CI jobs. Whoever writes a job chooses its `aud`, so the project or namespace must be one of ours, and
 * the ref protected. All these claims are strings.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/ (checked 2026-11)
 */
export function ciRule({ audience, projects, namespaces, unprotectedRefs }: NonNullable<GitlabOptions['ciTokens']>) {
  const only = (claim: string, noneOf: readonly string[] | undefined, reason: Rejection['reason']) =>
    noneOf === undefined ? [] : [{ claim, noneOf, reason }];
  return jwt({
    audience,
    algorithms: ['RS256'],
    when: (_, claims) => isCiToken(claims),
    reject: [
      ...only('/project_id', projects, 'wrong_app'),
      ...only('/namespace_id', namespaces, 'wrong_app'),
      ...only('/ref_protected', unprotectedRefs ? undefined : ['true'], 'forbidden'),
    ],
    kind: 'client',
    // `sub` holds paths, which may be renamed and taken; ids of projects are numbers as those of users are.
    attributes: { from: 'claims', subject: ({ project_id: id }) => typeof id === 'string' && `project:${id}` },
  });
}
