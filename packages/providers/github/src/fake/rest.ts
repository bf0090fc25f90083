import { type Answer, bearerToken, type Call, type Handler, html, json } from '@bearerkit/testkit';
import type { GithubState, Token } from './state.ts';
import { liveToken } from './tokens.ts';

const docs = 'https://docs.github.com/rest';
const versions: ReadonlySet<unknown> = new Set([undefined, '2022-11-28', '2026-03-10']);
const retired: ReadonlySet<unknown> = new Set(['2022-08-09']);

/** An error as the REST API writes one. */
export const problem = (status: number, message: string, documentation_url = docs): Answer =>
  json({ message, documentation_url, status: String(status) }, { status });

/** What every call of the REST API must bring: a `User-Agent`, and a version that lives. */
export function rest(handler: Handler): Handler {
  return (call) => {
    const { 'user-agent': agent = '', 'x-github-api-version': version } = call.headers;
    if (agent === '') {
      const text = 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.';
      return html(text, { status: 403 });
    }
    if (retired.has(version)) return problem(410, 'This version of the API is no longer supported.');
    if (!versions.has(version)) return problem(400, `Invalid API version: ${String(version)}.`);
    return handler(call);
  };
}

/** A call with any living token, whatever it is for; too many bad ones and nobody gets in. */
export function withToken(state: GithubState, handler: (token: Token, call: Call) => Answer): Handler {
  return rest((call) => {
    const text = bearerToken(call.headers.authorization);
    const token = text?.startsWith('ghr_') ? undefined : liveToken(state, text);
    if (state.badTries >= state.settings.badTries) {
      return problem(403, 'Maximum number of login attempts exceeded. Please try again later.');
    }
    if (token === undefined) {
      state.badTries += 1;
      return problem(401, 'Bad credentials');
    }
    const answer = handler(token, call);
    return { ...answer, headers: { ...answer.headers, ...headersOf(text ?? '', token) } };
  });
}

/** Fine-grained and GitHub App tokens name no scopes; personal ones say when they end, and not in an ISO format. */
function headersOf(text: string, { scopes, client, expiresAt }: Token): Readonly<Record<string, string>> {
  const classic = text.startsWith('gho_') || text.startsWith('ghp_');
  const personal = client === undefined && expiresAt !== undefined;
  const ends = new Date(expiresAt ?? 0).toISOString().slice(0, 19).replace('T', ' ');
  return {
    ...(classic ? { 'x-oauth-scopes': scopes.join(', ') } : {}),
    ...(text.startsWith('gho_') ? { 'x-oauth-client-id': client ?? '' } : {}),
    ...(personal ? { 'github-authentication-token-expiration': `${ends} UTC` } : {}),
  };
}
