import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { mayContact, refusedAddress } from './address.ts';
import type { Agents } from './agents.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './client.ts';

const dropped = new Set(['ECONNRESET', 'EPIPE']);

/** Connections by level of trust: kept ones, and those for calls that must not arrive twice. */
type Pools = Readonly<Record<'kept' | 'fresh', Readonly<Record<HttpRequest['trust'], Agents>>>>;

/**
 * The default {@link HttpClient}: axios and `node:http`, loaded at the first call. No redirects, no environment proxy,
 * bounded in size and time.
 */
export function axiosClient(): HttpClient {
  let opened: ReturnType<typeof open> | undefined;
  let isClosed = false;
  const open = async () => {
    const [{ Axios }, { agents }] = await Promise.all([import('axios'), import('./agents.ts')]);
    const pool = (keepAlive: boolean) => ({
      configured: agents('configured', keepAlive),
      learned: agents('learned', keepAlive),
    });
    const pools: Pools = { kept: pool(true), fresh: pool(false) };
    // Not the one that everybody shares, nor a copy: what the application sets in its defaults is none of our calls.
    return { axios: new Axios({ adapter: 'http' }), pools };
  };
  const attempt = async (request: HttpRequest, signal: AbortSignal, pool: keyof Pools): Promise<HttpResponse> => {
    const url = new URL(request.url);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayContact(literal, request.trust))
      throw refusedAddress(`${url.host} must not be contacted`);
    opened ??= open();
    const { axios, pools } = await opened;
    const answer = await axios.request<ArrayBuffer>({
      url: url.href,
      method: request.method,
      headers: { accept: 'application/json', ...request.headers },
      data: request.body,
      responseType: 'arraybuffer',
      transformRequest: [],
      transformResponse: [],
      validateStatus: () => true,
      maxRedirects: 0,
      proxy: false,
      allowAbsoluteUrls: false,
      maxContentLength: request.maxBytes ?? 1_048_576,
      signal,
      ...pools[pool][request.trust],
    });
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (value != null) headers[name.toLowerCase()] = String(value);
    return { status: answer.status, headers, body: new Uint8Array(answer.data) };
  };
  return {
    send: async (request) => {
      const signal = AbortSignal.timeout(request.timeoutMs ?? 5_000);
      try {
        return await attempt(request, signal, request.once === true ? 'fresh' : 'kept');
      } catch (error) {
        // A kept connection that the other side has just closed looks like this, and the next one might be as dead.
        const { code } = error as { readonly code?: unknown };
        if (request.once === true || isClosed || typeof code !== 'string' || !dropped.has(code)) throw error;
        await wait(randomInt(10, 100), undefined, { signal });
        return attempt(request, signal, 'fresh');
      }
    },
    close: async () => {
      isClosed = true;
      const pools = Object.values((await opened)?.pools ?? {});
      for (const { httpAgent, httpsAgent } of pools.flatMap((pool) => Object.values(pool))) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}
