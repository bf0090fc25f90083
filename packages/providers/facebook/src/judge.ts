import type { Judge, ProviderDocument, Verdict } from '@bearerkit/core/provider';

/** A member of a document, where it is an object. */
export function member(document: ProviderDocument | undefined, name: string): ProviderDocument | undefined {
  const value = document?.[name];
  return typeof value === 'object' && value !== null ? (value as ProviderDocument) : undefined;
}

const limits: ReadonlySet<unknown> = new Set([4, 17, 32, 341, 613]);

/** Limits and outages, which concern no token. The `type` of an error says nothing: all are OAuthExceptions. */
function troubleOf({ code, is_transient: isTransient }: ProviderDocument): Verdict | undefined {
  if (limits.has(code)) return 'rate_limited';
  return isTransient === true || code === 1 || code === 2 ? 'unreachable' : undefined;
}

/** 100 is also an invalid parameter of ours: only its text tells. */
const says = ({ code, message }: ProviderDocument, text: RegExp) => code === 100 && text.test(String(message));
const isUnread = (status: number) => status >= 500 || status === 429;

/**
 * debug_token: dead tokens are 200 with `is_valid: false`, tokens of other apps are 400, and other errors concern our
 * own request. Tokens of pages and apps are valid as well, and nobody's.
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export const judgeDebugToken: Judge = ({ status, document }) => {
  if (document === undefined || isUnread(status)) return undefined;
  const [error, data] = [member(document, 'error'), member(document, 'data')];
  if (error !== undefined)
    return troubleOf(error) ?? (says(error, /did not match the Viewing App/i) ? 'foreign' : 'misconfigured');
  if (status !== 200) return undefined;
  if (typeof data?.is_valid !== 'boolean') return 'malformed';
  if (!data.is_valid) return troubleOf(member(data, 'error') ?? {}) ?? 'bad';
  return data.type === 'USER' && (data.user_id ?? '') !== '' ? 'good' : 'refused';
};

/** /me: a bad token is 400 here; a proof that does not fit shows that the token is another app's. */
export const judgeMe: Judge = ({ status, document }) => {
  const error = member(document, 'error');
  if (error === undefined || isUnread(status)) return undefined;
  const code = Number(error.code);
  const isDenied = code === 10 || code === 368 || (code >= 200 && code <= 299);
  if (says(error, /Invalid appsecret_proof/i)) return 'foreign';
  return troubleOf(error) ?? (code === 190 || code === 102 ? 'bad' : isDenied ? 'refused' : 'misconfigured');
};
