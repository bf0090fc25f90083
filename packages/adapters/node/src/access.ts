import type { IncomingMessage } from 'node:http';
import type { Auth } from '@bearerkit/core';
import * as core from '@bearerkit/core/adapter';
import type { GuardOptions } from './options.ts';

/** What a guard leaves on a request it let in. */
export type Access = core.Access<GuardOptions>;

const hooks = new Set<(req: IncomingMessage) => void>();

/** Calls `hook` with every request that a guard lets in, before the next handler; for packages that extend it. */
export function afterGuard(hook: (req: IncomingMessage) => void): void {
  hooks.add(hook);
}

/** Keeps caller and demands on the request, and tells the hooks. */
export function remember(req: IncomingMessage, auth: Auth | undefined, access: Access): void {
  core.remember(req, auth, access);
  for (const hook of hooks) hook(req);
}

/**
 * The caller, or `undefined` where the route is optional and no credential came, and where no guard ran. A second
 * argument, the registry of the guard, narrows the provider keys and the type of the user.
 * @throws Error when the guard belongs to another registry
 */
export const findAuth: core.FindAuth<IncomingMessage> = core.findAuth as core.FindAuth<IncomingMessage>;

/**
 * The caller of a guarded request. A second argument, the registry of the guard, narrows the provider keys and the
 * type of the user.
 * @throws Error when no guard ran, or an optional one found no credential: a mistake in the routes, not of the caller
 */
export const getAuth: core.GetAuth<IncomingMessage> = core.getAuth as core.GetAuth<IncomingMessage>;
