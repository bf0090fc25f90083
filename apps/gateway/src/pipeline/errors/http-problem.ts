/** Codes of answers that are not about a credential. */
export type HttpProblemCode =
  | 'invalid_request'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'misdirected_request'
  | 'payload_too_large'
  | 'too_many_requests'
  | 'headers_too_large'
  | 'not_implemented'
  | 'bad_gateway'
  | 'upstream_busy'
  | 'gateway_timeout'
  | 'upstream_identity'
  | 'internal_error';

const statuses: Readonly<Record<HttpProblemCode, number>> = {
  invalid_request: 400,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  misdirected_request: 421,
  payload_too_large: 413,
  too_many_requests: 429,
  headers_too_large: 431,
  not_implemented: 501,
  bad_gateway: 502,
  upstream_busy: 503,
  gateway_timeout: 504,
  upstream_identity: 502,
  internal_error: 500,
};

/** A request that gets no answer from an upstream, for another reason than its credential. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: HttpProblemCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail for the log alone; never a credential */
  constructor(code: HttpProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.status = statuses[code];
    this.headers = headers;
  }
}
