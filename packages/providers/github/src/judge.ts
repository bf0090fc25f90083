import type { Judge, ProviderAnswer } from '@bearerkit/core/provider';
import { member } from './documents.ts';

const limitText = /rate limit|login attempts/i;

/** A limit is 403 as often as 429; a secondary one says so in its message alone. */
const isLimit = ({ headers, document }: ProviderAnswer) =>
  headers['x-ratelimit-remaining'] === '0' || limitText.test(String(member(document, 'message')));

/**
 * GitHub's REST API: a refusal that is no JSON is a proxy's, or for want of a `User-Agent`; 400 and 410 mean that the
 * API version is unknown or retired. Core reads what is left.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api (checked 2026-08)
 */
export const judgeRest: Judge = (answer) => {
  const { status, document } = answer;
  if (status === 400 || status === 410) return 'misconfigured';
  if (status === 403 && isLimit(answer)) return 'rate_limited';
  return [401, 403, 404].includes(status) && document === undefined ? 'unreachable' : undefined;
};

const isUnknown = ({ status, document }: ProviderAnswer) =>
  status === 404 && typeof member(document, 'message') === 'string';

/** A deleted token, or none that our application holds (RFC 7009 §2.2). 404 is also said of every refresh token. */
export const isGone = (answer: ProviderAnswer): boolean => answer.status === 204 || isUnknown(answer);

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
  const [client, user] = [member(document, 'app', 'client_id'), member(document, 'user', 'id')];
  return typeof client === 'string' && typeof user === 'number' ? 'good' : 'malformed';
};
