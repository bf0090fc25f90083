import { Pool } from 'undici';
import type { UpstreamConfig } from '../config/config.ts';
import type { ActAs } from '../pipeline/act-as/act-as.ts';
import { Places } from './places.ts';

/** An upstream at work. */
export interface Upstream {
  readonly key: string;
  readonly type: UpstreamConfig['type'];
  readonly pool: Pool;
  readonly places: Places;
  /** Absent: only public routes lead here. */
  readonly actAs?: ActAs | undefined;
}

/** Milliseconds that an upstream may take. */
export interface UpstreamTimeouts {
  /** For a connection to fall free, when all are busy. @default 10000 */
  readonly place?: number | undefined;
  /** @default 2000 */
  readonly connect?: number | undefined;
  /** Until the head of the answer. @default 60000 */
  readonly headers?: number | undefined;
  /** Between two parts of the body. @default 60000 */
  readonly body?: number | undefined;
}

const connections = 256;

/** Connections to one upstream: HTTP/1.1, one request at a time on each, no redirects followed. */
export function openConnections(
  { url }: UpstreamConfig,
  timeouts: UpstreamTimeouts = {},
): Pick<Upstream, 'pool' | 'places'> {
  const pool = new Pool(new URL(url).origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 65_536,
    connect: { timeout: timeouts.connect ?? 2_000 },
    headersTimeout: timeouts.headers ?? 60_000,
    bodyTimeout: timeouts.body ?? 60_000,
  });
  return { pool, places: new Places(connections, timeouts.place ?? 10_000) };
}
