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
  const reject: Rejection[] = [];
  if (projects !== undefined) reject.push({ claim: '/project_id', noneOf: projects, reason: 'wrong_app' });
  if (namespaces !== undefined) reject.push({ claim: '/namespace_id', noneOf: namespaces, reason: 'wrong_app' });
  if (!unprotectedRefs) reject.push({ claim: '/ref_protected', noneOf: ['true'], reason: 'forbidden' });
  return jwt({
    audience,
    algorithms: ['RS256'],
    when: (_, claims) => isCiToken(claims),
    reject,
    kind: 'client',
    // `sub` holds paths, which may be renamed and taken; ids of projects are numbers as those of users are.
    attributes: { from: 'claims', subject: ({ project_id }) => project(project_id) },
  });
}

const project = (id: unknown) => (typeof id === 'string' && id !== '' ? `project:${id}` : undefined);
