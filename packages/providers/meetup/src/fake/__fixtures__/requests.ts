import type { MeetupFake } from '../meetup-fake.ts';

type Fields = Readonly<Record<string, string>>;

/** The authorize URL of the first client. */
export function authorizeUrl(fake: MeetupFake, parameters: Fields = {}): string {
  const { id, redirectUri } = fake.clients[0];
  const own = { client_id: id, redirect_uri: redirectUri, response_type: 'code', state: 'st&te' };
  return `${fake.endpoints.authorize}?${new URLSearchParams({ ...own, ...parameters })}`;
}

/** A code for the first client, from the page. */
export async function obtainCode(fake: MeetupFake, parameters: Fields = {}, member = '200000001'): Promise<string> {
  const url = await fake.authorize({ url: authorizeUrl(fake, parameters), member });
  return new URL(url).searchParams.get('code') ?? '';
}

/** Posts to the token endpoint with the credentials of the first client. */
export async function askToken(fake: MeetupFake, fields: Fields): Promise<readonly [status: number, body: Fields]> {
  const { id, secret } = fake.clients[0];
  const body = new URLSearchParams({ client_id: id, client_secret: secret, ...fields });
  const answer = await fetch(fake.endpoints.token, { method: 'POST', body });
  return [answer.status, (await answer.json()) as Fields];
}

/** Posts a GraphQL query, with a token or anonymously. */
export function askGraphql(
  fake: MeetupFake,
  token?: string,
  query = '{ self { id } }',
  variables = {},
): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  return fetch(fake.endpoints.userinfo, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
}
