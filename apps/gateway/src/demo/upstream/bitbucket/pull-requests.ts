import { createHash } from 'node:crypto';
import type { LocalUser } from '../user.ts';
import { person } from './person.ts';

/** A pull request of the fake Bitbucket. */
export interface PullRequest {
  readonly id: number;
  readonly state: 'OPEN' | 'MERGED' | 'DECLINED';
  readonly author: LocalUser;
  readonly reviewer: LocalUser;
}

const day = 24 * 60 * 60 * 1000;
const firstDay = Date.UTC(2025, 0, 6, 9);
const states = ['OPEN', 'OPEN', 'MERGED', 'OPEN', 'DECLINED'] as const;

/** The same pull requests at every start, newest first: the users take turns as author, the next one reviews. */
export function createPullRequests(users: readonly LocalUser[]): readonly PullRequest[] {
  const active = users.filter((user) => user.active);
  return Array.from({ length: 48 }, (_, index) => {
    const [author, reviewer] = [active[index % active.length], active[(index + 1) % active.length]];
    return author && reviewer && { id: index + 1, state: states[index % states.length] ?? 'OPEN', author, reviewer };
  })
    .filter((pullRequest) => pullRequest !== undefined)
    .reverse();
}

/** A pull request as REST shows it. @see https://developer.atlassian.com/server/bitbucket/rest/ */
export function pullRequestBody({ id, state, author, reviewer }: PullRequest, baseUrl: string) {
  const createdDate = firstDay + id * day;
  const status = state === 'MERGED' ? 'APPROVED' : state === 'DECLINED' ? 'NEEDS_WORK' : 'UNAPPROVED';
  const approved = status === 'APPROVED';
  return {
    id,
    version: 1,
    title: `Change ${id}`,
    description: `What change ${id} does, and why.`,
    state,
    open: state === 'OPEN',
    closed: state !== 'OPEN',
    draft: false,
    createdDate,
    updatedDate: createdDate + day,
    ...(state !== 'OPEN' && { closedDate: createdDate + day }),
    fromRef: reference(`change-${id}`, baseUrl),
    toRef: reference('main', baseUrl),
    locked: false,
    author: { user: person(author, baseUrl), role: 'AUTHOR', approved: false, status: 'UNAPPROVED' },
    reviewers: reviewer === author ? [] : [{ user: person(reviewer, baseUrl), role: 'REVIEWER', approved, status }],
    participants: [],
    properties: { resolvedTaskCount: 0, commentCount: id % 4, openTaskCount: 0 },
    links: { self: [{ href: `${baseUrl}/projects/DEMO/repos/service/pull-requests/${id}` }] },
  };
}

function reference(displayId: string, baseUrl: string) {
  const link = `${baseUrl}/projects/DEMO`;
  return {
    id: `refs/heads/${displayId}`,
    displayId,
    latestCommit: createHash('sha1').update(displayId).digest('hex'),
    type: 'BRANCH',
    repository: {
      slug: 'service',
      id: 1,
      name: 'service',
      scmId: 'git',
      state: 'AVAILABLE',
      project: { key: 'DEMO', id: 1, name: 'Demo', public: false, type: 'NORMAL', links: { self: [{ href: link }] } },
      public: false,
      links: { self: [{ href: `${link}/repos/service/browse` }] },
    },
  };
}
