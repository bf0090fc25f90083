/** Which page to walk through, and how. */
export interface AuthorizeWalk {
  /** The URL of the authorize page, as the client built it. */
  readonly url: string;
  /** @default '200000001' */
  readonly member?: string | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
}

/**
 * Walks the authorize page over HTTP as a person's browser would: opens it, chooses the member, presses the button.
 * Gives back the URL that the browser is sent to; it is not opened.
 *
 * @throws Error when the page sends nobody anywhere (unknown client, foreign redirect URI) or does not offer the member
 */
export async function walkAuthorizePage({
  url,
  member = '200000001',
  decision = 'allow',
}: AuthorizeWalk): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const early = page.headers.get('location');
  if (early !== null) return early;
  const text = await page.text();
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1];
  if (action === undefined) throw new Error(`The authorize page answered ${page.status}: ${titleOf(text)}`);
  if (!text.includes(`name="member" value="${member}"`))
    throw new Error(`The authorize page offers no member ${member}`);
  const body = new URLSearchParams({ member, decision });
  const answer = await fetch(new URL(unescapeHtml(action), url), { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The authorize page answered ${answer.status} without a redirect`);
  return location;
}

function titleOf(page: string): string {
  return unescapeHtml(/<title>(.*?)<\/title>/.exec(page)?.[1] ?? 'no page');
}

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
}
