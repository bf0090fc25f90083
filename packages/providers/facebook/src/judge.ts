import type { Judge } from '@bearerkit/core/provider';
import { errorOf, type GraphError, isObject, troubleOf } from './graph-error.ts';

const isDead = ({ code }: GraphError) => code === 190 || code === 102;
/** 100 is also an invalid parameter of ours: only its text tells. */
const says = (error: GraphError, text: RegExp) => error.code === 100 && text.test(error.message);
/** Permissions, and blocks by policy. */
const isDenied = ({ code }: GraphError) => code === 10 || code === 368 || (code >= 200 && code <= 299);

/**
 * debug_token: dead tokens are 200 with `is_valid: false`, tokens of other apps are 400, and other errors concern our
 * own request. Tokens of pages and apps are valid as well, and nobody's.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export const judgeDebugToken: Judge = ({ status, document }) => {
  if (document === undefined || status >= 500 || status === 429) return undefined;
  const error = errorOf(document);
  if (error !== undefined)
    return troubleOf(error) ?? (says(error, /did not match the Viewing App/i) ? 'foreign' : 'misconfigured');
  if (status !== 200) return undefined;
  const { data } = document;
  if (!isObject(data)) return 'malformed';
  const inner = errorOf(data);
  if (data.is_valid === false) return (inner && troubleOf(inner)) ?? 'bad';
  if (data.is_valid !== true) return 'malformed';
  return data.type === 'USER' && data.user_id !== undefined && data.user_id !== '' ? undefined : 'refused';
};

/** /me: a bad token is 400 here; a proof that does not fit shows that the token is another app's. */
export const judgeMe: Judge = ({ status, document }) => {
  const error = errorOf(document);
  if (error === undefined || status >= 500 || status === 429) return undefined;
  const trouble = troubleOf(error);
  if (trouble !== undefined) return trouble;
  if (isDead(error)) return 'bad';
  if (says(error, /Invalid appsecret_proof/i)) return 'foreign';
  return isDenied(error) ? 'refused' : 'misconfigured';
};
