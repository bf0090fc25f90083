import { type Answer, json } from '@bearerkit/testkit';

/** What Slack refuses: HTTP 200 with a code. */
export function failed(error: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return json({ ok: false, error, ...more });
}

/** A good answer, with the scopes of the token. */
export function done(document: Readonly<Record<string, unknown>>, scopes: readonly string[] = []): Answer {
  return json({ ok: true, ...document }, { headers: { 'x-oauth-scopes': scopes.join(',') } });
}
