import { cut, readPaging } from '../paging.ts';
import type { Route } from '../product.ts';
import { contentDocument, contentItem } from './content.ts';
import { failsXsrfCheck, readNewPage } from './new-page.ts';
import { mayUse, type Page, pageId } from './pages.ts';
import { notPermitted, problem } from './problem.ts';

const path = '/rest/api/content';

/** `GET /rest/api/content`: what the user may see, filtered by `type`, `spaceKey` and `title`; no total. */
export function listContent(pages: readonly Page[], baseUrl: string): Route['answer'] {
  return ({ query }, user) => {
    if (user === undefined) return notPermitted();
    const paging = readPaging(query, 100);
    if (paging === undefined) return problem(400, 'start and limit must be whole numbers from 0 up');
    const wants = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
    const seen = pages.filter(
      ({ space, title }) =>
        mayUse(user, space) && wants('spaceKey', space) && wants('title', title) && wants('type', 'page'),
    );
    const { part, next } = cut(seen, paging);
    const following = new URLSearchParams(query);
    following.set('limit', String(paging.limit));
    following.set('start', String(next));
    const links = {
      self: baseUrl + path,
      ...(next !== undefined && { next: `${path}?${following}` }),
      base: baseUrl,
      context: '/confluence',
    };
    const results = part.map((page) => contentItem(page, baseUrl));
    return { body: { results, ...paging, size: part.length, _links: links } };
  };
}

/** `GET /rest/api/content/{id}`: what a user may not see does not exist for him. */
export function readContent(pages: readonly Page[], baseUrl: string): Route['answer'] {
  return (_, user, [, id]) => {
    const page = pages.find((candidate) => String(candidate.id) === id);
    const seen = page !== undefined && user !== undefined && mayUse(user, page.space);
    return seen ? { body: contentDocument(page, baseUrl) } : problem(404, `No content found with id: ${id}`);
  };
}

/** `POST /rest/api/content`: makes a page. */
export function createContent(pages: Page[], baseUrl: string): Route['answer'] {
  return ({ headers, body }, user) => {
    if (failsXsrfCheck(headers)) return { status: 403, body: 'XSRF check failed' };
    if (user === undefined) return notPermitted();
    if (!headers['content-type']?.startsWith('application/json')) return problem(415, 'Unsupported Media Type');
    const wish = readNewPage(body);
    if (wish === undefined) return problem(400, 'A page needs type, title and space.key');
    if (!mayUse(user, wish.space)) return problem(403, 'Could not create content with type page');
    const taken = pages.some(({ title, space }) => title === wish.title && space === wish.space);
    if (taken) return problem(400, 'A page with this title already exists in this space');
    const page = { id: pageId(pages.length), ...wish };
    pages.push(page);
    return { body: contentDocument(page, baseUrl) };
  };
}
