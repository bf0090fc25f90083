/** Who signs in, and how. */
export interface SignIn {
  /** @default the first person */
  readonly sub?: string | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
  /** Scopes to untick, by the names by which they were asked for. @default none */
  readonly without?: readonly string[] | undefined;
}

/**
 * Walks the sign-in page over HTTP as a browser would; gives the URL that the browser is sent to, not opened.
 *
 * @throws Error when the page sends nobody anywhere (unknown client, another redirect URI)
 */
export async function signIn(url: string, { sub, decision = 'allow', without = [] }: SignIn = {}): Promise<string> {
  const page = await fetch(url, { redirect: 'manual' });
  const text = await page.text();
  const [first] = /(?<=name="sub" value=")\d+/.exec(text) ?? [];
  if (first === undefined) throw new Error(`The page answered ${page.status}: ${/<title>(.*?)</.exec(text)?.[1]}`);
  const body = new URLSearchParams({ sub: sub ?? first, decision });
  for (const name of without) body.append('without', name);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}
