import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthError, Requirements } from '@bearerkit/core';

/** Middleware for node:http, connect and Express: answers the request, or calls `next`. */
export type Guard = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/** What a guard demands of a request, and how it refuses. `Request` and `Response` are the framework's. */
export interface GuardOptions<K extends string = string, Request = IncomingMessage, Response = ServerResponse>
  extends Omit<Requirements, 'accept'> {
  /** Keys of the providers whose tokens are taken. @default all */
  readonly accept?: readonly NoInfer<K>[] | undefined;
  /** Lets a request without a credential through; a bad one is refused all the same. @default false */
  readonly optional?: boolean | undefined;
  /** The caller's address, where a trusted proxy stands in between. @default the peer of the socket */
  readonly address?: ((req: Request) => string | undefined) | undefined;
  /**
   * Answers a refusal; `next` hands it to the framework's error handler, never to the route. What it throws is
   * answered 503.
   * @default {@link sendRefusal}
   */
  readonly onRefusal?:
    | ((error: AuthError, req: Request, res: Response, next: (error: AuthError) => void) => void | Promise<void>)
    | undefined;
}
