import { setTimeout as wait } from 'node:timers/promises';
import type { HttpClient } from '@bearerkit/core';
import { createAdmin } from './admin/admin.ts';
import type { ListenAddress } from './config/address.ts';
import type { GatewayConfig, UpstreamConfig } from './config/config.ts';
import { type Handle, logUnread, serve } from './listener/exchange.ts';
import { Health } from './listener/health.ts';
import { isLocal, type Listener, type ListenerTimeouts, listen } from './listener/listener.ts';
import { createPublic } from './listener/public.ts';
import { createLog, type Log } from './log.ts';
import { createLogin } from './login/login.ts';
import type { ActAs } from './pipeline/act-as/act-as.ts';
import { type AssertionKey, openAssertionKey } from './pipeline/act-as/assertion-key.ts';
import { headerActAs } from './pipeline/act-as/header.ts';
import { jwtActAs } from './pipeline/act-as/jwt.ts';
import { createDecide } from './pipeline/decide.ts';
import { createProxy } from './proxy/proxy.ts';
import { openConnections, type Upstream, type UpstreamTimeouts } from './proxy/upstream.ts';
import { type GatewayRegistry, openRuntime, type Runtime } from './runtime.ts';

/** How a gateway behaves beyond its configuration file. */
export interface GatewayOptions {
  /** @default JSON lines on standard error */
  readonly log?: Log | undefined;
  /** Calls to providers. @default the registry's own client */
  readonly http?: HttpClient | undefined;
  readonly timeouts?:
    | { readonly client?: ListenerTimeouts | undefined; readonly upstream?: UpstreamTimeouts | undefined }
    | undefined;
  /**
   * Milliseconds of a graceful stop: accepting while no longer ready, then waiting for the last answers. @default 5000,
   * 25000
   */
  readonly stop?: { readonly accept?: number | undefined; readonly drain?: number | undefined } | undefined;
  /** Calls of one address to the pages under `/auth/`, per minute. @default 300 */
  readonly loginsPerMinute?: number | undefined;
}

/** A running gateway. */
export interface Gateway {
  readonly publicUrl: string;
  readonly adminUrl: string;
  readonly registry: GatewayRegistry;
  /**
   * Stops gracefully: not ready at once, still accepting for a while, then the last answers. Repeating it changes
   * nothing.
   */
  drain(): Promise<void>;
  /** Stops at once, cutting what is under way. */
  close(): Promise<void>;
}

/**
 * Starts a gateway.
 *
 * @example
 * const gateway = await createGateway(await loadConfig('bearerkit.yaml', { load: (name) => providers.get(name) }));
 * process.once('SIGTERM', () => gateway.drain());
 * @throws when a port is taken, or store or data folder can not be used; then nothing is left running
 */
export async function createGateway(config: GatewayConfig, options: GatewayOptions = {}): Promise<Gateway> {
  const log = options.log ?? createLog();
  const runtime = await openRuntime(config, { log, http: options.http });
  const listeners: Listener[] = [];
  const upstreams = new Map<string, Upstream>();
  const stopAll = async (milliseconds: number) => {
    await Promise.all(listeners.map((listener) => listener.close(milliseconds)));
    await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()));
    await runtime.close();
  };
  try {
    const key = await openAssertionKey(runtime.folder);
    for (const [name, upstream] of Object.entries(config.upstreams)) {
      const actAs = actAsOf(name, upstream, { key, issuer: config.resource });
      upstreams.set(name, {
        key: name,
        type: upstream.type,
        ...openConnections(upstream, options.timeouts?.upstream),
        actAs,
      });
    }
    const health = new Health(runtime.stores);
    const open = publicOf(runtime, health, key, upstreams, options);
    const admin = createAdmin({ health, jwks: key.jwks, local: isLocal(config.admin.listen) });
    const client = options.timeouts?.client;
    const start = async (at: ListenAddress, handle: Handle, name: string) =>
      listeners.push(await listen(at, serve(handle, log, name, client), client, logUnread(log, name)));
    await start(config.listen, open, 'public');
    await start(config.admin.listen, admin, 'admin');
    return running(runtime, health, listeners, stopAll, options);
  } catch (error) {
    await stopAll(0);
    throw error;
  }
}

function actAsOf(
  name: string,
  { actAs }: UpstreamConfig,
  more: { key: AssertionKey; issuer: string },
): ActAs | undefined {
  if (actAs === undefined) return undefined;
  return actAs.kind === 'header' ? headerActAs.create(actAs) : jwtActAs.create(actAs, { ...more, upstream: name });
}

function publicOf(
  runtime: Runtime,
  health: Health,
  key: AssertionKey,
  upstreams: ReadonlyMap<string, Upstream>,
  { loginsPerMinute = 300 }: GatewayOptions,
) {
  const { registry, folder, config } = runtime;
  const login = createLogin({
    registry,
    origin: new URL(config.resource).origin,
    sealKey: folder.derive('login attempt'),
    perMinute: loginsPerMinute,
  });
  return createPublic({
    registry,
    health,
    jwks: key.jwks,
    login,
    decide: createDecide(runtime),
    proxy: createProxy(upstreams, config.resource),
  });
}

function running(
  { registry }: Runtime,
  health: Health,
  listeners: readonly Listener[],
  stopAll: (milliseconds: number) => Promise<void>,
  { stop = {} }: GatewayOptions,
): Gateway {
  const { accept = 5_000, drain = 25_000 } = stop;
  let draining: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  const close = (milliseconds: number) => {
    closing ??= stopAll(milliseconds);
    return closing;
  };
  return {
    publicUrl: listeners[0]?.url ?? '',
    adminUrl: listeners[1]?.url ?? '',
    registry,
    drain: () => {
      draining ??= (async () => {
        health.stop();
        for (const listener of listeners) listener.retire();
        await wait(accept);
        await close(drain);
      })();
      return draining;
    },
    close: () => close(0),
  };
}
