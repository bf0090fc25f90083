import { Pool } from 'undici';
import type { UpstreamConfig } from '../config/config.ts';
import type { ActAs } from '../pipeline/act-as/act-as.ts';

/** An upstream at work. */
export interface Upstream {
  readonly key: string;
  readonly type: UpstreamConfig['type'];
  readonly pool: Pool;
  /** Absent: only public routes lead here. */
  readonly actAs?: ActAs | undefined;
}

/** Milliseconds that an upstream may take. */
export interface UpstreamTimeouts {
  /** @default 2000 */
  readonly connect?: number | undefined;
  /** Until the head of the answer. @default 60000 */
  readonly headers?: number | undefined;
  /** Between two parts of the body. @default 60000 */
  readonly body?: number | undefined;
}

/** Connections to one upstream: HTTP/1.1, one request at a time on each, no redirects followed. */
export function createPool({ url }: UpstreamConfig, timeouts: UpstreamTimeouts = {}): Pool {
  return new Pool(new URL(url).origin, {
    connections: 256,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 65_536,
    connect: { timeout: timeouts.connect ?? 2_000 },
    headersTimeout: timeouts.headers ?? 60_000,
    bodyTimeout: timeouts.body ?? 60_000,
  });
}
