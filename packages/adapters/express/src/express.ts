import type { ProviderRegistry } from '@bearerkit/core';
import { type Guard, type GuardOptions as NodeGuardOptions, requireAuth as nodeRequireAuth } from '@bearerkit/node';
import type { Request, Response } from 'express';

export { findAuth, type Guard, getAuth, metadata, requireAnyScope, requireScopes, sendRefusal } from '@bearerkit/node';

/**
 * What a guard demands of a request, and how it refuses. Behind a proxy `address: (req) => req.ip` follows
 * `trust proxy`; `onRefusal: (error, req, res, next) => next(error)` hands refusals to the application's error handler.
 */
export type GuardOptions<K extends string = string> = NodeGuardOptions<K, Request, Response>;

/**
 * Middleware that lets a request on only with a good access token, and keeps the caller for `getAuth`. A token that is
 * known already costs no tick. CORS preflights need no token.
 *
 * @example
 * app.use('/orders', requireAuth(registry, { accept: ['acme'], scopes: ['orders:read'] }));
 * app.get('/orders', (req, res) => void res.json({ caller: getAuth(req, registry).id }));
 * @throws ConfigurationError `unknown_provider`, or `ambiguous_providers` where two of `accept` could take one token
 */
export const requireAuth = nodeRequireAuth as <K extends string, U>(
  registry: ProviderRegistry<K, U>,
  options?: GuardOptions<K>,
) => Guard;
