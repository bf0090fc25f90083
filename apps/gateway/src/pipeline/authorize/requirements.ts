import type { Requirements } from '@bearerkit/core';
import type { RouteConfig } from '../../config/config.ts';

/**
 * What the registry is to demand for a route. Made once per route: the registry keeps what it learned of an `accept`
 * list.
 */
export function requirementsOf({ accept = [], scopes, dpop, acr }: RouteConfig): Requirements {
  return { accept, scopes, dpop, acr };
}
