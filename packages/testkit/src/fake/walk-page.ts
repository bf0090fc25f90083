/** What somebody does on a sign-in page. */
export interface PageWalk {
  /** What the form is sent with. */
  readonly fields: Readonly<Record<string, string>>;
  /** Must stand on the page, such as the choice of an account. @default anything will do */
  readonly offered?: string | undefined;
  /** How the choice is made: by the form, or by a link with the fields in its query. @default 'POST' */
  readonly method?: 'GET' | 'POST' | undefined;
}

/**
 * Walks a fake's sign-in page over HTTP as a person's browser would: opens it, and sends its form. Gives the URL that
 * the browser is sent to, which is not opened.
 *
 * @throws Error when the page does not offer the choice, or sends nobody anywhere
 */
export async function walkPage(url: string, { fields, offered = '', method = 'POST' }: PageWalk): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const early = page.headers.get('location');
  if (early !== null) return early;
  const text = await page.text();
  if (!text.includes(offered)) {
    const lacks = page.ok ? ` and does not offer ${offered}` : '';
    throw new Error(`The page answered ${page.status}${lacks}: ${wordsOf(text)}`);
  }
  const action = new URL(plain(/<form method="post" action="([^"]+)"/.exec(text)?.[1] ?? url), url);
  const answer = await (method === 'POST'
    ? fetch(action, { method, body: new URLSearchParams(fields), redirect: 'manual' })
    : fetch(withQuery(url, fields), { redirect: 'manual' }));
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The page answered ${answer.status} and sends nobody anywhere`);
  return location;
}

function withQuery(text: string, fields: PageWalk['fields']): URL {
  const url = new URL(text);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url;
}

/** The text of a page, without its markup. */
const wordsOf = (page: string) =>
  plain(page.replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);

const plain = (text: string) => text.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
