import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Auth, AuthError } from '@bearerkit/core';
import { type Access, remember } from './access.ts';
import { sendRefusal } from './refusal.ts';
import { toRequestLike } from './request.ts';

/** Takes one request to the registry: `next` for a good token, in the same tick for a known one; else a refusal. */
export function walk(access: Access, req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void {
  const { registry, options } = access;
  const pass = (auth: Auth | undefined): void => {
    remember(req, auth, access);
    next();
  };
  const refuse = (problem: unknown): void => {
    const error = registry.refusal(problem, options);
    if (options.optional === true && error.reason === 'missing') pass(undefined);
    else void answer(error, access, req, res, next);
  };
  let outcome: Auth | AuthError | Promise<Auth>;
  try {
    const request = toRequestLike(req, options.address);
    outcome = registry.peek(request, options) ?? registry.verify(request, options);
  } catch (problem) {
    refuse(problem);
    return;
  }
  if (outcome instanceof Promise) void outcome.then(pass, refuse);
  else if (AuthError.isInstance(outcome)) refuse(outcome);
  else pass(outcome);
}

async function answer(
  error: AuthError,
  { registry, options }: Access,
  req: IncomingMessage,
  res: ServerResponse,
  next: (error: AuthError) => void,
): Promise<void> {
  if (options.onRefusal === undefined) return sendRefusal(res, error);
  try {
    await options.onRefusal(error, req, res, (problem) => next(problem ?? error));
  } catch (problem) {
    sendRefusal(res, registry.refusal(problem, options));
  }
}
