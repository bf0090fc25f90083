/**
 * Walks the authorize page over HTTP as a person's browser would; gives the URL that the browser is sent to, which is
 * not opened.
 *
 * @param user id of who signs in
 * @throws Error when the page sends nobody anywhere, or does not offer the user
 */
export async function walkAuthorizePage(url: string, user: number, decision: 'allow' | 'decline'): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const early = page.headers.get('location');
  if (early !== null) return early;
  const text = await page.text();
  if (!text.includes(`name="user" value="${user}"`))
    throw new Error(`The page (${page.status}) offers no user ${user}`);
  const body = new URLSearchParams({ user: String(user), decision });
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The authorize page answered ${answer.status} without a redirect`);
  return location;
}
