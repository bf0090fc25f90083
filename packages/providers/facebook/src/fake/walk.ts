/** Who signs in, and how. */
export interface SignIn {
  /** @default the first user */
  readonly user?: string | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
  /** Scopes to untick. @default none */
  readonly without?: readonly string[] | undefined;
}

/**
 * Walks the dialog over HTTP as a browser would; gives the URL that the browser is sent to, not opened.
 *
 * @throws Error when the page sends nobody anywhere (unknown app, another redirect URI)
 */
export async function signIn(url: string, { user, decision = 'allow', without = [] }: SignIn = {}): Promise<string> {
  const page = await (await fetch(url)).text();
  const [first] = /(?<=name="user" value=")\d+/.exec(page) ?? [];
  if (first === undefined) throw new Error(`The dialog says: ${/<title>(.*?)</.exec(page)?.[1]}`);
  const body = new URLSearchParams({ user: user ?? first, decision });
  for (const name of without) body.append('without', name);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}
