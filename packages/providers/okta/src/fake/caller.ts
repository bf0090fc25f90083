import { type Answer, basicCredentials, type Call, json } from '@bearerkit/testkit';
import type { OktaClient } from './clients.ts';
import type { OktaServer, OktaState } from './state.ts';

/** An OAuth error (RFC 6749 §5.2). */
export const refuse = (error: string, description: string, status = 400): Answer =>
  json({ error, error_description: description }, { status, headers: { 'cache-control': 'no-cache, no-store' } });

/** An error of Okta's own shape: rate limits, unknown servers. */
export const problem = (errorCode: string, errorSummary: string, status: number, headers = {}): Answer =>
  json({ errorCode, errorSummary, errorLink: errorCode, errorId: 'oae1', errorCauses: [] }, { status, headers });

/** Runs a handler for the server in the path; `''` is the org server. */
export function atServer(
  { servers }: OktaState,
  run: (server: OktaServer, call: Call) => Answer,
): (call: Call) => Answer {
  return (call) => {
    const server = servers.get(call.params.server ?? '');
    return server === undefined ? problem('E0000007', 'Not found: Resource not found', 404) : run(server, call);
  };
}

/** The client that authenticates itself, by Basic or in the form, never both; or the refusal. */
export function clientOf({ clients }: OktaState, { headers, form }: Call): OktaClient | Answer {
  const basic = basicCredentials(headers.authorization);
  const [id, secret] = [form.get('client_id') ?? undefined, form.get('client_secret') ?? undefined];
  if (basic !== undefined && secret !== undefined) {
    return refuse('invalid_request', 'Cannot supply multiple client credentials.');
  }
  const given = basic ?? (id !== undefined && secret !== undefined ? { id, secret } : undefined);
  if (given === undefined) return refuse('invalid_client', 'No client credentials found.', 401);
  const client = clients.find((one) => one.id === given.id && one.secret === given.secret);
  const text = 'Client authentication failed. Either the client or the client credentials are invalid.';
  return client ?? refuse('invalid_client', text, 401);
}

/** Whether it is a client, and no refusal. */
export const isClient = (value: OktaClient | Answer): value is OktaClient => 'secret' in value;
