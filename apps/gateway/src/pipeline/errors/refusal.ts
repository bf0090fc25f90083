import { randomUUID } from 'node:crypto';
import { AuthError } from '@bearerkit/core/errors';
import { HttpProblem } from './http-problem.ts';

/** An answer of the gateway itself, and what the log says about it. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why, from the closed list of reasons, or the code of a problem. */
  readonly reason: string;
  /** Joins the answer and the line in the log. */
  readonly ref: string;
  readonly detail?: string;
  readonly provider?: string;
}

/** Any error as the answer for the client: what nobody foresaw is 500, says nothing, and lets nothing through. */
export function toRefusal(error: unknown): Refusal {
  if (AuthError.isInstance(error)) {
    const { status, headers, reason, ref, detail, provider } = error;
    return {
      status,
      headers,
      body: JSON.stringify(error.toBody()),
      reason,
      ref,
      ...(detail === undefined ? {} : { detail }),
      ...(provider === undefined ? {} : { provider }),
    };
  }
  const problem = error instanceof HttpProblem ? error : unforeseen(error);
  const ref = randomUUID().slice(0, 13);
  return {
    status: problem.status,
    headers: { 'cache-control': 'no-store', ...problem.headers },
    body: JSON.stringify({ error: problem.code, ref }),
    reason: problem.code,
    ref,
    detail: problem.message,
  };
}

/** The message of an unknown error may hold anything; its name and place do not. */
function unforeseen(error: unknown): HttpProblem {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const place = /\n\s+at (.+)/.exec(stack ?? '')?.[1] ?? 'unknown place';
  return new HttpProblem('internal_error', `unexpected ${name} at ${place}`);
}
