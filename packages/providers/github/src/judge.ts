import type { Judge, ProviderAnswer, ProviderDocument } from '@bearerkit/core/provider';
import { member } from './attributes.ts';

const messageOf = ({ document }: ProviderAnswer) => member(document, 'message');
const isUnknown = (answer: ProviderAnswer) => answer.status === 404 && typeof messageOf(answer) === 'string';

/**
 * The REST API: limits are 403 as often as 429, and a secondary one says so in its message alone. 400 and 410 mean that
 * the API version is none. A refusal that is no JSON is a proxy's, or for want of a `User-Agent`.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api (checked 2026-08)
 */
export const judgeRest: Judge = (answer) => {
  const { status, document, headers } = answer;
  if (status === 400 || status === 410) return 'misconfigured';
  const isLimit = headers['x-ratelimit-remaining'] === '0' || /rate limit|login attempts/i.test(`${messageOf(answer)}`);
  if (status === 403 && isLimit) return 'rate_limited';
  return [401, 403, 404].includes(status) && document === undefined ? 'unreachable' : undefined;
};

/**
 * What is asked with a person's token: 403 may say that the person is suspended, and so that the token is dead.
 *
 * @see https://github.com/octokit/octokit.rb/pull/761
 */
export const judgeUser: Judge = (answer) =>
  answer.status === 403 && /account (was|is) suspended/i.test(`${messageOf(answer)}`) ? 'bad' : judgeRest(answer);

/**
 * Checking a token: 404 is one that is dead or another application's, which nobody can tell apart.
 *
 * @see https://docs.github.com/en/rest/apps/oauth-applications#check-a-token (checked 2026-08)
 */
export const judgeCheck: Judge = (answer) => {
  const { status, document } = answer;
  if (status === 404) return isUnknown(answer) ? 'bad' : 'unreachable';
  if (status !== 200 || document === undefined) return judgeRest(answer);
  // The answer repeats the token; what is kept of it are claims, which a handler may log.
  Reflect.deleteProperty(document, 'token');
  if (member(document, 'user') === null) return 'refused';
  const isWhole =
    typeof member(document, 'app', 'client_id') === 'string' && typeof member(document, 'user', 'id') === 'number';
  return isWhole ? 'good' : 'malformed';
};

/** A deleted token, or none that our application holds (RFC 7009 §2.2); 404 is also said of every refresh token. */
export const isGone = (answer: ProviderAnswer): boolean => answer.status === 204 || isUnknown(answer);

const ofGrants = new Set<unknown>(['bad_verification_code', 'bad_refresh_token', 'redirect_uri_mismatch']);
const standard = (error: unknown) => (ofGrants.has(error) ? 'invalid_grant' : error);
const ofClient = 'incorrect_client_credentials';

/** The token answer as one of RFC 6749 §5.1 or §5.2, whose scopes stand between blanks and whose errors are others. */
export function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const { error, scope } = document;
  if (error !== undefined) return { ...document, error: error === ofClient ? 'invalid_client' : standard(error) };
  return typeof scope === 'string' ? { ...document, scope: scope.replaceAll(',', ' ') } : document;
}
