/** Who walks through the page, and what they press. */
export interface AuthorizeChoice {
  /** @default 1001 */
  readonly account?: number | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
}

/**
 * Walks the authorize page over HTTP as a person's browser would; gives the URL that it is sent to, unopened.
 *
 * @throws Error when the page sends nobody anywhere
 */
export async function walkAuthorizePage(
  url: string,
  { account = 1001, decision = 'allow' }: AuthorizeChoice = {},
): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const early = page.headers.get('location');
  if (early !== null) return early;
  const action = /<form method="post" action="([^"]+)"/.exec(await page.text())?.[1];
  if (action === undefined) throw new Error(`The authorize page answered ${page.status} without a form`);
  const body = new URLSearchParams({ account: String(account), decision });
  const target = action.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
  const answer = await fetch(new URL(target, url), { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The authorize page answered ${answer.status} without a redirect`);
  return location;
}
