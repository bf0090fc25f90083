import type { Page } from './pages.ts';

/** A page as a member of a list. @see https://developer.atlassian.com/server/confluence/confluence-server-rest-api/ */
export function contentItem({ id, title, space }: Page, baseUrl: string) {
  const self = `/rest/api/content/${id}`;
  return {
    id: String(id),
    type: 'page',
    status: 'current',
    title,
    extensions: { position: 'none' },
    _links: {
      webui: `/display/${space}/${encodeURIComponent(title).replaceAll('%20', '+')}`,
      edit: `/pages/resumedraft.action?draftId=${id}`,
      tinyui: `/x/${tinyId(id)}`,
      self: baseUrl + self,
    },
    _expandable: {
      container: `/rest/api/space/${space}`,
      metadata: '',
      operations: '',
      children: `${self}/child`,
      restrictions: `${self}/restriction/byOperation`,
      history: `${self}/history`,
      ancestors: '',
      body: '',
      version: '',
      descendants: `${self}/descendant`,
      space: `/rest/api/space/${space}`,
    },
  };
}

/** A page by itself, with its body. */
export function contentDocument(page: Page, baseUrl: string) {
  const item = contentItem(page, baseUrl);
  const collection = '/rest/api/content';
  return {
    ...item,
    version: { number: 1, minorEdit: false },
    body: { storage: { value: page.text, representation: 'storage' } },
    _links: { ...item._links, collection, base: baseUrl, context: '/confluence' },
  };
}

/** The short link of a page: its id, little end first, in base64. */
function tinyId(id: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(id);
  return bytes.toString('base64').replace(/A*=*$/, '').replaceAll('/', '-').replaceAll('+', '_');
}
