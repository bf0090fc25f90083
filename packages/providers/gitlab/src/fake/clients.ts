import { type Answer, basicCredentials, type Call, json } from '@bearerkit/testkit';
import type { GitlabApplication, GitlabState } from './state.ts';

/** An error of doorkeeper, which also stands in the challenge. */
export function refuse(error: string, status = 400): Answer {
  const headers = { 'www-authenticate': `Bearer realm="Doorkeeper", error="${error}"`, 'cache-control': 'no-store' };
  return json({ error, error_description: `The request is refused: ${error}` }, { status, headers });
}

/** The application that proves itself in the body or by Basic, never in both; else the refusal. */
export function applicationOf(state: GitlabState, { headers, form }: Call): GitlabApplication | Answer {
  const basic = basicCredentials(headers.authorization);
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (basic !== undefined && secret !== null) return refuse('invalid_request');
  const given = basic ?? { id, secret };
  const known = state.applications.find((application) => application.id === given.id);
  return known !== undefined && known.secret === given.secret ? known : refuse('invalid_client', 401);
}
