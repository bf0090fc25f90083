import type { Provider } from '@bearerkit/core/provider';

/**
 * The check that is written by hand again and again, and is wrong: it believes whatever userinfo says of a token, to
 * whichever application that was issued. Kept to show what {@link providerContract} is for; never use it.
 */
export async function handWrittenCheck({ endpoints }: Provider, token: string): Promise<boolean> {
  const { userinfo = '' } = endpoints;
  const { url, ...more } = typeof userinfo === 'object' && 'url' in userinfo ? userinfo : { url: String(userinfo) };
  const headers = { ...more.headers, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = more.body === undefined ? {} : { body: JSON.stringify(more.body) };
  const answer = await fetch(url, { method: more.method ?? 'GET', headers, ...body });
  return answer.ok;
}
