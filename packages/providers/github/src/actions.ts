import { jwt, type Rejection } from '@bearerkit/core/provider';
import type { ActionsOptions } from './options.ts';

/**
 * ID tokens of Actions. Any workflow can ask for any audience, and repositories choose the text of `sub`: ids decide.
 * The subject is `repository:<id>`, lest a repository be taken for the user who has the same number.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc (checked 2026-08)
 */
export function actionsRule({ audience, ownerIds, repositoryIds, workflows, environments }: ActionsOptions) {
  const lists = [
    ['/repository_owner_id', ownerIds],
    ['/repository_id', repositoryIds],
    ['/job_workflow_ref', workflows],
    ['/environment', environments],
  ] as const;
  const reject = lists.flatMap(([claim, noneOf]): readonly Rejection[] =>
    noneOf === undefined ? [] : [{ claim, noneOf, reason: 'wrong_app' }],
  );
  const subject = {
    read: ({ repository_id: id }: object & { readonly repository_id?: unknown }) => id && `repository:${id}`,
  };
  const [clientClaims, attributes] = [['repository_id'], { from: 'claims', subject }] as const;
  return jwt({ issuer: 'actions', audience, algorithms: ['RS256'], clientClaims, kind: 'client', reject, attributes });
}
