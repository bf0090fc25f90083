import { type Answer, type Call, html, htmlPage, json, markup, type Routes } from '@bearerkit/testkit';
import { execute, type Source } from './graphql/execute.ts';
import { memberDocument } from './member-document.ts';
import type { MeetupState } from './state.ts';
import { memberBehind, tokenOf } from './tokens.ts';

/** The GraphQL endpoint. Without a token it answers public queries, where `self` is null: 200 alone proves nothing. */
export function graphqlRoutes(state: MeetupState): Routes {
  return { 'POST /gql-ext': (call) => answer(state, call) };
}

function answer(state: MeetupState, call: Call): Answer {
  const { query, variables } = Object(call.json) as { readonly query?: unknown; readonly variables?: Source };
  if (typeof query !== 'string') return json({ errors: [{ message: 'No query in the body' }] }, { status: 400 });
  const token = tokenOf(call);
  const member = token === undefined ? undefined : memberBehind(state, token);
  if (token !== undefined && member === undefined) {
    const refused = refusal(state);
    if (refused !== undefined) return refused;
  }
  const self = member === undefined ? null : memberDocument(member, state.settings);
  return json(execute(query, variables ?? {}, { self }));
}

/** The answer to a token that is not good; none where the query runs as if there were no token. */
function refusal({ settings }: MeetupState): Answer | undefined {
  const errors = [{ message: 'Unauthorized: the access token is invalid or has expired' }];
  if (settings.proLapsed || settings.badToken === 'json-401') return json({ errors }, { status: 401 });
  if (settings.badToken === 'errors-200') return json({ errors });
  if (settings.badToken === 'null-self-200') return undefined;
  return html(htmlPage('Unauthorized', markup`<p>Please log in.</p>`), { status: 401 });
}
