import { BearerkitError, errorName } from './base.ts';

/** Codes that this side adds to those of RFC 6749 §5.2. */
export type ClientErrorCode =
  | 'provider_unreachable'
  | 'provider_rate_limited'
  | 'provider_malformed'
  | 'store_unavailable'
  | 'unsupported'
  | (string & {});

/**
 * An OAuth verb failed: the provider refused (`code` is its RFC 6749 §5.2 error code, such as `invalid_grant`), or
 * could not be asked, or does not offer the verb (`unsupported`).
 */
export class ClientError extends BearerkitError {
  declare readonly code: ClientErrorCode;
  /** HTTP status of the provider's answer, where there was one. */
  readonly status?: number;

  constructor(code: ClientErrorCode, message: string, status?: number, cause?: unknown) {
    super('ClientError', code, message, cause);
    if (status !== undefined) this.status = status;
  }

  static override isInstance(error: unknown): error is ClientError {
    return errorName(error) === 'ClientError';
  }
}
