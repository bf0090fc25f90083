import { randomBytes } from 'node:crypto';
import { startProduct, type UpstreamFake, type UpstreamFakeOptions } from '../product.ts';
import { createContent, listContent, readContent } from './content-routes.ts';
import { currentUser } from './current-user.ts';
import { createPages } from './pages.ts';
import { problem } from './problem.ts';

const content = /^\/rest\/api\/content$/;

/**
 * Starts a Confluence under `/confluence` that believes the gateway's assertion and nothing else.
 *
 * @throws the error of `listen` when the port is taken
 * @see https://developer.atlassian.com/server/confluence/confluence-server-rest-api/
 */
export function createConfluenceFake(options: UpstreamFakeOptions): Promise<UpstreamFake> {
  return startProduct('/confluence', options, (baseUrl, users) => {
    const pages = createPages(users);
    return {
      routes: [
        { method: 'GET', path: content, answer: listContent(pages, baseUrl) },
        { method: 'POST', path: content, answer: createContent(pages, baseUrl) },
        { method: 'GET', path: /^\/rest\/api\/content\/(\d+)$/, answer: readContent(pages, baseUrl) },
        {
          method: 'GET',
          path: /^\/rest\/api\/user\/current$/,
          answer: (_, user) => ({ body: currentUser(user, baseUrl) }),
        },
      ],
      refuse: () => ({
        status: 401,
        headers: { 'WWW-Authenticate': `OAuth realm="${encodeURIComponent(baseUrl)}"` },
        body: '<h1>Unauthorized (401)</h1><p>Basic Authentication Failure - Reason : AUTHENTICATED_FAILED</p>',
      }),
      problem,
      headers: (visitor) => ({
        'Set-Cookie': `JSESSIONID=${randomBytes(16).toString('hex').toUpperCase()}; Path=/confluence; HttpOnly`,
        'X-AUSERNAME': visitor.outcome === 'user' ? encodeURIComponent(visitor.user.name) : 'anonymous',
        ...(visitor.outcome === 'user' && { 'X-Seraph-LoginReason': 'OK' }),
        ...(visitor.outcome === 'refused' && { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' }),
      }),
    };
  });
}
