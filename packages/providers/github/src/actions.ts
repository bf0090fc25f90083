import { jwt, type Rejection } from '@bearerkit/core/provider';
import type { ActionsOptions } from './options.ts';

/**
 * ID tokens of Actions workflows. Any workflow can ask for any audience, and the text of `sub` is for the repository to
 * choose: ids decide, and all lists that are given must hold. The caller is a machine named `repository:<id>`, so that
 * no repository can be taken for the user who has the same number.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc (checked 2026-08)
 */
export function actionsRule({ audience, ownerIds, repositoryIds, workflows, environments }: ActionsOptions) {
  const lists = {
    '/repository_owner_id': ownerIds,
    '/repository_id': repositoryIds,
    '/job_workflow_ref': workflows,
    '/environment': environments,
  };
  const reject = Object.entries(lists).flatMap(([claim, noneOf]): readonly Rejection[] =>
    noneOf === undefined ? [] : [{ claim, noneOf, reason: 'wrong_app' }],
  );
  return jwt({
    issuer: 'actions',
    audience,
    algorithms: ['RS256'],
    clientClaims: ['repository_id'],
    kind: 'client',
    reject,
    attributes: {
      from: 'claims',
      subject: {
        read: ({ repository_id: id }) => (typeof id === 'string' && id !== '' ? `repository:${id}` : undefined),
      },
    },
  });
}
