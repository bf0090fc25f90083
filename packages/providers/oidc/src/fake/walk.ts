/** Which page to walk through, and as whom. */
export interface OidcWalk {
  /** The authorize URL, as the client built it. */
  readonly url: string;
  /** @default 'member-1' */
  readonly subject?: string | undefined;
}

/**
 * Walks the sign-in over HTTP as a person's browser would, with cookies and redirects, and chooses a user. Gives the
 * URL outside the issuer that the browser is sent to; it is not opened.
 *
 * @throws Error when the issuer answers with a page that is no sign-in
 */
export async function walk(issuer: string, { url, subject = 'member-1' }: OidcWalk): Promise<string> {
  const cookies = new Map<string, string>();
  let next = new URL(url);
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 10; steps += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const options = form === undefined ? {} : { method: 'POST', body: form };
    const answer = await fetch(next, { ...options, headers: { cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const page = await answer.text();
    if (location === null) {
      if (!page.includes('name="login"'))
        throw new Error(`The issuer answered ${answer.status}: ${page.slice(0, 200)}`);
      if (!page.includes(`value="${subject}"`)) throw new Error(`The issuer has no user ${subject}`);
      form = new URLSearchParams({ login: subject });
    } else {
      next = new URL(location, next);
      form = undefined;
      if (next.origin !== issuer) return next.href;
    }
  }
  throw new Error('The sign-in went round in circles');
}
