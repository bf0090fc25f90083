import * as core from '@bearerkit/core/adapter';
import type { GuardOptions } from './options.ts';

/** What a guard leaves on a request it let in. */
export type Access = core.Access<GuardOptions>;

/**
 * The caller, or `undefined` where the route is optional and no credential came, and where no guard ran. A second
 * argument, the registry of the guard, narrows the provider keys and the type of the user.
 * @throws Error when the guard belongs to another registry
 */
export const findAuth: core.FindAuth<Request> = core.findAuth as core.FindAuth<Request>;

/**
 * The caller of a guarded request: of this very object, not of a copy. A second argument, the registry of the guard,
 * narrows the provider keys and the type of the user.
 * @throws Error when no guard ran, or an optional one found no credential: a mistake in the handlers, not of the caller
 */
export const getAuth: core.GetAuth<Request> = core.getAuth as core.GetAuth<Request>;
