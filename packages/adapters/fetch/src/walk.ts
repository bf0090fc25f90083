import { type Auth, AuthError } from '@bearerkit/core';
import { remember } from '@bearerkit/core/adapter';
import type { Access } from './access.ts';
import type { Handler } from './options.ts';

type Answer = Response | Promise<Response>;

/** Takes one request to the registry, then to its handler: in the same tick where the token is known. */
export function walk<Rest extends readonly unknown[]>(
  access: Access,
  handler: Handler<Rest>,
  request: Request,
  rest: Rest,
): Answer {
  const { registry, options } = access;
  const pass = (auth: Auth | undefined): Answer => {
    remember(request, auth, access);
    return handler(request, ...rest);
  };
  const refuse = (problem: unknown): Answer => {
    const error = registry.refusal(problem, options);
    return options.optional === true && error.reason === 'missing' ? pass(undefined) : answer(error, access, request);
  };
  let outcome: Auth | AuthError | Promise<Auth>;
  try {
    const { method, url, headers } = request;
    const seen = { method, url, headers, address: options.address?.(request, ...rest) };
    outcome = registry.peek(seen, options) ?? registry.verify(seen, options);
  } catch (problem) {
    return refuse(problem);
  }
  if (outcome instanceof Promise) return outcome.then(pass, refuse);
  return AuthError.isInstance(outcome) ? refuse(outcome) : pass(outcome);
}

async function answer(error: AuthError, { registry, options }: Access, request: Request): Promise<Response> {
  try {
    return (await options.onRefusal?.(error, request)) ?? error.toResponse();
  } catch (problem) {
    return registry.refusal(problem, options).toResponse();
  }
}
