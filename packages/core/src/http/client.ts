/** A request to a provider. Redirects are never followed; there are no cookies and no proxy from the environment. */
export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** `configured`: the operator wrote the URL, it may be private. `learned`: it came from discovery or metadata. */
  readonly trust: 'configured' | 'learned';
  /** Bytes of the decoded body, at most. @default 1048576 */
  readonly maxBytes?: number | undefined;
  /** Milliseconds for the whole call. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** Must not arrive twice, as a token request: no second attempt, no connection from a pool. @default false */
  readonly once?: boolean | undefined;
}

/** Status, headers (lower-case names) and the raw body. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Port for outbound HTTP. Any throw means that the provider could not be asked. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes the connections, also those in use. */
  close?(): Promise<void>;
}
