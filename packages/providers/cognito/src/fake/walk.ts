/**
 * Walks the sign-in page over HTTP as a person's browser would: opens it, and presses the button of a user. Gives the
 * URL that the browser is sent to; it is not opened.
 *
 * @throws Error when the page sends nobody anywhere
 */
export async function walkAuthorizePage(url: string, user: string): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const early = page.headers.get('location');
  if (early !== null) return early;
  const text = await page.text();
  if (!text.includes(`value="${user}"`)) throw new Error(`The sign-in page answered ${page.status}: ${text}`);
  const chosen = new URL(url);
  chosen.searchParams.set('user', user);
  const location = (await fetch(chosen, { redirect: 'manual' })).headers.get('location');
  if (location === null) throw new Error('The sign-in page sent the browser nowhere');
  return location;
}
