import type { ProviderRegistry, RequestLike } from '@bearerkit/core';
import type { FakeServer } from '../fake/server.ts';
import type { StartApplication } from './application.ts';
import { startTestRegistry } from './provider.ts';
import { createRoutes, metadataPath } from './routes.ts';
import { type Lines, open, send, type WireAnswer } from './wire.ts';

/** What goes wrong inside the registry, while set. */
export interface Sabotage {
  peek?: unknown;
  verify?: unknown;
}

/** An application of the adapter, a registry behind it, and a provider behind that. */
export interface World {
  readonly port: number;
  readonly provider: FakeServer;
  readonly registry: ProviderRegistry;
  readonly sabotage: Sabotage;
  /** Requests as the registry saw them. */
  readonly seen: readonly RequestLike[];
  /** Paths of the routes whose handlers ran. */
  readonly handled: readonly string[];
  /** Empties {@link World.handled}. */
  forget(): void;
  send(method: string, target: string, lines?: Lines): Promise<WireAnswer>;
  get(target: string, token?: string): Promise<WireAnswer>;
  /** Sends a request and leaves its socket to the case. */
  open(target: string, token: string): ReturnType<typeof open>;
  /** Starts the application over another registry. @returns what that throws */
  failure(registry: ProviderRegistry): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts all of it; tokens are those of {@link startTestRegistry}. */
export async function createWorld(start: StartApplication): Promise<World> {
  const { provider, registry: real, stop } = await startTestRegistry();
  const seen: RequestLike[] = [];
  const handled: string[] = [];
  const sabotage: Sabotage = {};
  const tick = { same: false };
  const registry = observed(real, seen, sabotage, tick);
  const routes = createRoutes(handled, tick);
  const application = await start({ registry, routes, metadataPath });
  const { port } = application;
  return {
    port,
    provider,
    registry,
    sabotage,
    seen,
    handled,
    forget: () => void handled.splice(0),
    send: (method, target, lines) => send(port, method, target, lines),
    get: (target, token) => send(port, 'GET', target, token === undefined ? [] : [bearer(token)]),
    open: (target, token) => open(port, 'GET', target, [bearer(token)]),
    failure: async (other) => {
      try {
        return void (await (await start({ registry: other, routes, metadataPath })).stop());
      } catch (problem) {
        return problem;
      }
    },
    stop: async () => {
      await application.stop();
      await stop();
    },
  };
}

/** The header line of a token. */
export const bearer = (token: string) => ['Authorization', `Bearer ${token}`] as const;

/** The registry, watched: what it is asked, whether the tick of the last `peek` still runs; and it fails at will. */
function observed(
  registry: ProviderRegistry,
  seen: RequestLike[],
  sabotage: Sabotage,
  tick: { same: boolean },
): ProviderRegistry {
  const over = () => {
    tick.same = false;
  };
  return {
    ...registry,
    peek: (request, requirements) => {
      seen.push(request);
      if (sabotage.peek !== undefined) throw sabotage.peek;
      tick.same = true;
      process.nextTick(over);
      queueMicrotask(over);
      return registry.peek(request, requirements);
    },
    verify: async (request, requirements) => {
      if (sabotage.verify !== undefined) throw sabotage.verify;
      return registry.verify(request, requirements);
    },
  };
}
