import { randomBytes } from 'node:crypto';
import { cut, readPaging } from '../paging.ts';
import { type Route, startProduct, type UpstreamFake, type UpstreamFakeOptions } from '../product.ts';
import type { LocalUser } from '../user.ts';
import { person, personId, slugOf } from './person.ts';
import { notPermitted, problem, wrongPassword } from './problem.ts';
import { createPullRequests, type PullRequest, pullRequestBody } from './pull-requests.ts';

/**
 * Starts a Bitbucket under `/bitbucket` that believes the gateway's assertion and nothing else.
 *
 * @throws the error of `listen` when the port is taken
 * @see https://developer.atlassian.com/server/bitbucket/rest/
 */
export function createBitbucketFake(options: UpstreamFakeOptions): Promise<UpstreamFake> {
  return startProduct('/bitbucket', options, (baseUrl, users) => ({
    routes: [
      {
        method: 'GET',
        path: /^\/rest\/api\/1\.0\/dashboard\/pull-requests$/,
        answer: dashboard(createPullRequests(users), baseUrl),
      },
      { method: 'GET', path: /^\/rest\/api\/1\.0\/users\/([^/]+)$/, answer: oneUser(users, baseUrl) },
    ],
    refuse: ({ headers }) => (/^basic /i.test(headers.authorization ?? '') ? wrongPassword() : notPermitted()),
    problem,
    headers: (visitor) => ({
      'Set-Cookie': `BITBUCKETSESSIONID=${randomBytes(16).toString('hex').toUpperCase()}; Path=/bitbucket; HttpOnly`,
      Vary: 'accept-encoding,x-auserid,cookie,x-ausername',
      ...(visitor.outcome === 'user' && {
        'X-AUSERID': String(personId(visitor.user)),
        'X-AUSERNAME': encodeURIComponent(visitor.user.name),
      }),
    }),
  }));
}

function dashboard(all: readonly PullRequest[], baseUrl: string): Route['answer'] {
  return ({ query }, user) => {
    if (user === undefined) return notPermitted();
    const paging = readPaging(query, 1000);
    if (paging === undefined) return problem(400, 'start and limit must be whole numbers from 0 up');
    const [role, state] = [query.get('role'), query.get('state')];
    const seen = all.filter(
      (pullRequest) =>
        ((pullRequest.author === user && (role ?? 'AUTHOR') === 'AUTHOR') ||
          (pullRequest.reviewer === user && (role ?? 'REVIEWER') === 'REVIEWER')) &&
        (state ?? pullRequest.state) === pullRequest.state,
    );
    const { part, next } = cut(seen, paging);
    const values = part.map((pullRequest) => pullRequestBody(pullRequest, baseUrl));
    const end = next === undefined ? { isLastPage: true } : { isLastPage: false, nextPageStart: next };
    return { body: { size: part.length, limit: paging.limit, ...end, values, start: paging.start } };
  };
}

function oneUser(users: readonly LocalUser[], baseUrl: string): Route['answer'] {
  return (_, user, [, slug = '']) => {
    if (user === undefined) return notPermitted();
    const found = users.find((candidate) => slugOf(candidate) === slug.toLowerCase());
    return found === undefined
      ? problem(404, `User with slug ${slug} does not exist.`, 'user.NoSuchUserException')
      : { body: person(found, baseUrl) };
  };
}
