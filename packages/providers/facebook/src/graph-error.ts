import type { ProviderDocument, Verdict } from '@bearerkit/core/provider';

/** What an error object of the Graph API says. Its `type` says nothing: throttling is an OAuthException as well. */
export interface GraphError {
  readonly code: number;
  /** `error_subcode`, inside of debug_token `subcode`. */
  readonly subcode: unknown;
  readonly message: string;
  readonly isTransient: boolean;
}

/** The member `error`, where it is an object of the Graph API. */
export function errorOf(document: ProviderDocument | undefined): GraphError | undefined {
  if (!isObject(document?.error)) return undefined;
  const { code, error_subcode, subcode = error_subcode, message, is_transient } = document.error;
  return { code: Number(code), subcode, message: String(message), isTransient: is_transient === true };
}

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is ProviderDocument => typeof value === 'object' && value !== null;

const throttled: ReadonlySet<number> = new Set([4, 17, 32, 341, 613]);
const down: ReadonlySet<number> = new Set([1, 2]);

/**
 * What an error says that is not about the token: limits and outages.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 */
export function troubleOf({ code, isTransient }: GraphError): Verdict | undefined {
  if (throttled.has(code)) return 'rate_limited';
  return isTransient || down.has(code) ? 'unreachable' : undefined;
}
