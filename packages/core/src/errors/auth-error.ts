import { BearerkitError, errorName } from './base.ts';
import { type AuthErrorCode, type Reason, type ReasonInfo, reasons } from './reasons.ts';

/** What an {@link AuthError} is made of. */
export interface AuthErrorDetails {
  /** What was seen, for log and console. Never a token, a secret or an answer of the provider. */
  readonly detail?: string | undefined;
  /** Response headers, the challenge among them. @default {} */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Seconds until it is worth trying again; only for 503. */
  readonly retryAfter?: number | undefined;
  /** Key of the provider that was recognised, where one was. */
  readonly provider?: string | undefined;
  /** Reference that joins the answer to the log line. @default a random one */
  readonly ref?: string | undefined;
}

/**
 * A request that was not let in, and why.
 *
 * The wire gets only `status`, `headers` and {@link AuthError.toBody}; `reason`, `message` and `detail` are for logs
 * and people who run the API. See RFC 6750 §3 and RFC 9110 §15.6.4 for 503.
 */
export class AuthError extends BearerkitError {
  declare readonly code: AuthErrorCode;
  readonly status: ReasonInfo['status'];
  readonly reason: Reason;
  readonly headers: Readonly<Record<string, string>>;
  readonly ref: string;
  readonly detail?: string;
  readonly provider?: string;
  /** Seconds until it is worth trying again; set only for 503. */
  readonly retryAfter?: number;

  constructor(reason: Reason, details: AuthErrorDetails = {}) {
    const info: ReasonInfo = reasons[reason];
    super('AuthError', info.code, `${withDetail(info.sentence, details.detail)} ${info.fix}`);
    this.status = info.status;
    this.reason = reason;
    this.ref = details.ref ?? crypto.randomUUID().slice(0, 13);
    if (details.detail !== undefined) this.detail = details.detail;
    if (details.provider !== undefined) this.provider = details.provider;
    if (info.status === 503) this.retryAfter = details.retryAfter ?? 5;
    this.headers = {
      ...details.headers,
      'cache-control': 'no-store',
      ...(this.retryAfter === undefined ? {} : { 'retry-after': String(this.retryAfter) }),
    };
  }

  /** The body for the wire: RFC 6750's code, and the reference to look up in the log. A missing token has no code. */
  toBody(): { readonly error?: AuthErrorCode; readonly ref: string } {
    return this.reason === 'missing' ? { ref: this.ref } : { error: this.code, ref: this.ref };
  }

  /** A ready answer for a server that speaks `Response`. */
  toResponse(): Response {
    const headers = { ...this.headers, 'content-type': 'application/json' };
    return new Response(JSON.stringify(this.toBody()), { status: this.status, headers });
  }

  static override isInstance(error: unknown): error is AuthError {
    return errorName(error) === 'AuthError';
  }
}

/** The sentence, with what was seen in brackets before its full stop. */
function withDetail(sentence: string, detail: string | undefined): string {
  return detail === undefined ? sentence : `${sentence.slice(0, -1)} (${detail.replace(/\.$/, '')}).`;
}
