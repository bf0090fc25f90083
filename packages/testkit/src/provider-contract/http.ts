import type { HttpClient } from '@bearerkit/core';

/** A call that went out, and what came back. */
export interface Exchanged {
  readonly url: string;
  readonly status: number;
  readonly body: string;
}

/** An {@link HttpClient} that notes what it does. */
export interface WatchedHttp extends HttpClient {
  /** URLs in order, also of calls that failed. */
  readonly urls: readonly string[];
  readonly answers: readonly Exchanged[];
}

/**
 * Makes one that gives up early, so that a provider that hangs does not slow a test.
 *
 * @param milliseconds of one call
 */
export function watchedHttp(milliseconds = 2_000): WatchedHttp {
  const urls: string[] = [];
  const answers: Exchanged[] = [];
  return {
    urls,
    answers,
    send: async ({ url, method, headers, body }) => {
      urls.push(url);
      const signal = AbortSignal.timeout(milliseconds);
      const init = { method, headers: { accept: 'application/json', ...headers }, redirect: 'manual', signal } as const;
      const answer = await fetch(url, body === undefined ? init : { ...init, body });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      answers.push({ url, status: answer.status, body: Buffer.from(bytes).toString('utf8') });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes };
    },
  };
}
