/**
 * Walks the sign-in page over HTTP as a person's browser would; gives the URL that the browser is sent to.
 *
 * @throws Error when the page sends nobody anywhere
 */
export async function walk(url: string, account: string): Promise<string> {
  const first = await fetch(url, { redirect: 'manual' });
  const early = first.headers.get('location');
  if (early !== null) return early;
  const text = await first.text();
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1];
  if (action === undefined) throw new Error(`The page answered ${first.status}: ${/AADSTS\d+[^<]*/.exec(text)?.[0]}`);
  const body = new URLSearchParams({ account, decision: 'accept' });
  const plain = action.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
  const answer = await fetch(new URL(plain, url), { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The page answered ${answer.status} without a redirect`);
  return location;
}
