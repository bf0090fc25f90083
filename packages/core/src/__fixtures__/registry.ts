import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { AuthError } from '../errors/auth-error.ts';
import { axiosClient } from '../http/axios-client.ts';
import type { HttpClient } from '../http/client.ts';
import type { LogEvent, ProviderRegistry, RequestLike, Requirements } from '../types.ts';

/** A request with a bearer token. */
export const bearer = (token: string): RequestLike => ({ headers: { authorization: `Bearer ${token}` } });

/** The reason of a refusal, or `ok`. */
export async function outcome<K extends string>(
  registry: ProviderRegistry<K>,
  token: string,
  requirements: Requirements<NoInfer<K>> = {},
): Promise<string> {
  const error = await refused(registry, token, requirements);
  return error?.reason ?? 'ok';
}

/** The refusal of a token; `undefined` when it is let in. */
export async function refused<K extends string>(
  registry: ProviderRegistry<K>,
  token: string,
  requirements: Requirements<NoInfer<K>> = {},
): Promise<AuthError | undefined> {
  try {
    await registry.verify(bearer(token), requirements);
    return undefined;
  } catch (error) {
    if (AuthError.isInstance(error)) return error;
    throw error;
  }
}

/** The default client with a shorter deadline, so that a hanging server does not slow the tests. */
export function quickHttp(timeoutMs: number): HttpClient {
  const client = axiosClient();
  afterAll(() => client.close?.());
  return { send: (request) => client.send({ ...request, timeoutMs }) };
}

/** Collects log lines. */
export function collectLog(): { readonly lines: readonly LogEvent[]; readonly log: (event: LogEvent) => void } {
  const lines: LogEvent[] = [];
  return { lines, log: (event) => void lines.push(event) };
}

/** A promise to be settled by the test. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** Port of a listening server. */
export const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
