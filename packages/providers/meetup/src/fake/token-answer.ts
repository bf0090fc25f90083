import { type Answer, json } from '@bearerkit/testkit';
import type { MeetupClient } from './clients.ts';
import { clientById, type Grant, type MeetupState } from './state.ts';
import { issueTokens } from './tokens.ts';

/** An error of the token endpoint (RFC 6749 §5.2): always 400. */
export function refuse(error: string, description?: string): Answer {
  const body = description === undefined ? { error } : { error_description: description, error };
  return json(body, { status: 400, headers: { 'cache-control': 'no-store' } });
}

/** Runs a grant for the client whose credentials stand in the form; a header is not looked at. */
export function withClient(state: MeetupState, form: URLSearchParams, run: (client: MeetupClient) => Answer): Answer {
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (!id || !secret) return refuse('invalid_request', 'client_id and client_secret required');
  const client = clientById(state, id);
  return client?.secret === secret ? run(client) : refuse('invalid_client');
}

/** Issues tokens and answers them; `repeated` is a refresh token to give back again. */
export function tokenAnswer(state: MeetupState, grant: Grant, repeated?: string): Answer {
  const { accessToken, refreshToken, expiresIn } = issueTokens(state, grant, repeated);
  const more = state.settings.memberInTokenAnswer ? { member: memberObject(state, grant.member) } : {};
  const cookies = [
    `MEETUP_MEMBER="id=${grant.member}"; Path=/; HttpOnly`,
    `MEETUP_TRACK="id=${state.nextId(8)}"; Path=/`,
  ];
  const headers = state.settings.memberInTokenAnswer ? { 'set-cookie': cookies } : {};
  const body = { access_token: accessToken, refresh_token: refreshToken, token_type: 'bearer', expires_in: expiresIn };
  return json({ ...body, ...more }, { headers: { 'cache-control': 'no-store', ...headers } });
}

function memberObject({ members }: MeetupState, id: string): Readonly<Record<string, unknown>> {
  const { name, city, country } = members.get(id) ?? {};
  return { id: Number(id), name, city, state: 'EX', country, lat: 43.6, lon: -79.4 };
}
