/** Who walks through the page, and how. */
export interface AuthorizeWalk {
  /** `<team>_<user>` @default 'T00000001_U00000001' */
  readonly user?: string | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'cancel' | undefined;
}

/**
 * Walks the authorize page over HTTP as a person's browser would; gives back the URL that the browser is sent to.
 *
 * @throws Error when the page sends nobody anywhere or does not offer the user
 */
export async function walkAuthorizePage(url: string, walk: AuthorizeWalk = {}): Promise<string> {
  const { user = 'T00000001_U00000001', decision = 'allow' } = walk;
  const page = await fetch(url, { redirect: 'manual' });
  const text = await page.text();
  if (page.status !== 200)
    throw new Error(`The authorize page answered ${page.status}: ${/<p>(.*?)<\/p>/.exec(text)?.[1]}`);
  if (!text.includes(`name="user" value="${user}"`)) throw new Error(`The authorize page offers no user ${user}`);
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ user, decision }),
    redirect: 'manual',
  });
  await answer.text();
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The authorize page answered ${answer.status} without a redirect`);
  return location;
}
