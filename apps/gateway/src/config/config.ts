import type { Provider } from '@bearerkit/core/provider';
import type { ListenAddress } from './address.ts';
import type { ConfigValues } from './schema.ts';

/** One upstream as configured. */
export type UpstreamConfig = ConfigValues['upstreams'][string];

/** One route as configured. */
export type RouteConfig = ConfigValues['routes'][number];

/** A configuration that was read and checked. */
export interface GatewayConfig {
  /** The file it was read from, as given. */
  readonly file: string;
  readonly listen: ListenAddress;
  readonly admin: { readonly listen: ListenAddress };
  readonly resource: string;
  /** Store URL; a relative file is resolved already. */
  readonly store: string;
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly providers: Readonly<Record<string, Provider>>;
  readonly upstreams: Readonly<Record<string, UpstreamConfig>>;
  /** Absent: tokens that are bound to a key are refused. */
  readonly dpop?: ConfigValues['dpop'];
  readonly policy: { readonly enabled: boolean };
  /** In order; the first that matches decides. */
  readonly routes: readonly RouteConfig[];
  /** What an operator should know, though it stops nobody. */
  readonly warnings: readonly string[];
}
