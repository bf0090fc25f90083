/**
 * Walks the login page over HTTP as a person's browser would; gives the URL that the browser is sent to, which is not
 * opened.
 *
 * @throws Error when the page sends nobody anywhere
 */
export async function walk(url: string, subject: string): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const text = await page.text();
  if (!text.includes(`value="${subject}"`))
    throw new Error(`The login page answered ${page.status}: ${text.slice(-200)}`);
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ user: subject }), redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The login page answered ${answer.status} without a redirect`);
  return location;
}
