import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import { authorizePage } from './authorize-page.ts';
import { redirectAllowed } from './clients.ts';
import { clientById, type MeetupState } from './state.ts';

const codeLifeMs = 600_000;

/** The page where a member allows or declines: a form, or `?member=<id>&decision=allow` in one step. */
export function authorizeRoutes(state: MeetupState): Routes {
  const answer = (call: Call): Answer => authorize(state, call.query, call.method === 'POST' ? call.form : call.query);
  return { 'GET /oauth2/authorize': answer, 'POST /oauth2/authorize': answer };
}

function authorize(state: MeetupState, query: URLSearchParams, choice: URLSearchParams): Answer {
  const client = clientById(state, query.get('client_id'));
  const redirectUri = query.get('redirect_uri');
  if (client === undefined) return invalid('No client has this client_id.');
  if (redirectUri === null || !redirectAllowed(client.redirectUri, redirectUri)) {
    return invalid('The redirect_uri is neither the registered one nor below it.');
  }
  const back = (parameters: Readonly<Record<string, string>>): Answer => sendBack(redirectUri, query, parameters);
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  const challenge = query.get('code_challenge') ?? undefined;
  if (challenge !== undefined && query.get('code_challenge_method') !== 'S256')
    return back({ error: 'invalid_request' });
  if (choice.get('decision') === 'decline') return back({ error: 'access_denied' });
  const member = state.members.get(choice.get('member') ?? '');
  if (choice.get('decision') !== 'allow' || member === undefined) {
    return html(authorizePage(client, state.members.all(), query));
  }
  const code = state.nextId();
  const expiresAt = state.clock.now() + codeLifeMs;
  state.codes.set(code, { client: client.id, member: member.id, redirectUri, challenge, expiresAt });
  return back({ code });
}

/** Never a redirect: the address is not one that the client registered. */
function invalid(reason: string): Answer {
  return html(htmlPage('Invalid Authorization request', markup`<p>${reason}</p>`), { status: 400 });
}

function sendBack(redirectUri: string, query: URLSearchParams, parameters: Readonly<Record<string, string>>): Answer {
  const url = new URL(redirectUri);
  const state = query.get('state');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  const page = html(htmlPage('Meetup (local fake)', markup`<p>Back to <a href="${url.href}">the application</a>.</p>`));
  return { ...page, ...redirect(url.href), headers: { ...page.headers, location: url.href } };
}
