import type { AuthError, Requirements } from '@bearerkit/core';

/** A handler of a fetch server; `Rest` is what the server passes besides: a worker's `env` and `ctx`, Deno's `info`. */
export type Handler<Rest extends readonly unknown[] = []> = (
  request: Request,
  ...rest: Rest
) => Response | Promise<Response>;

/** Wraps a handler in a demand. */
export type Guard<Least extends readonly unknown[] = readonly unknown[]> = <Rest extends Least>(
  handler: Handler<Rest>,
) => Handler<Rest>;

/** What a guard demands of a request, and how it refuses. */
export interface GuardOptions<K extends string = string, Rest extends readonly unknown[] = readonly unknown[]>
  extends Omit<Requirements, 'accept'> {
  /** Keys of the providers whose tokens are taken. @default all */
  readonly accept?: readonly NoInfer<K>[] | undefined;
  /** Lets a request without a credential through; a bad one is refused all the same. @default false */
  readonly optional?: boolean | undefined;
  /** The caller's address, from whatever the server passes or a header of a trusted proxy. @default not known */
  readonly address?: ((request: Request, ...rest: Rest) => string | undefined) | undefined;
  /**
   * Answers a refusal. What it throws is answered 503.
   * @default `error.toResponse()`
   */
  readonly onRefusal?: ((error: AuthError, request: Request) => Response | Promise<Response>) | undefined;
}
