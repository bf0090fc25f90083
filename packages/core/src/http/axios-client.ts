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
  let opened: Promise<Pools> | undefined;
  const open = async (): Promise<Pools> => {
    const { agents } = await import('./agents.ts');
    const pool = (keepAlive: boolean) => ({
      configured: agents('configured', keepAlive),
      learned: agents('learned', keepAlive),
    });
    return { kept: pool(true), fresh: pool(false) };
  };
  const attempt = async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
    const url = new URL(request.url);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayContact(literal, request.trust))
      throw refusedAddress(`${url.host} must not be contacted`);
    opened ??= open();
    const [{ default: axios }, pools] = await Promise.all([import('axios'), opened]);
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
      ...pools[request.once === true ? 'fresh' : 'kept'][request.trust],
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
        return await attempt(request, signal);
      } catch (error) {
        // A kept connection that the other side has just closed looks like this.
        const { code } = error as { readonly code?: unknown };
        if (request.once === true || typeof code !== 'string' || !dropped.has(code)) throw error;
        await wait(randomInt(10, 100), undefined, { signal });
        return attempt(request, signal);
      }
    },
    close: async () => {
      const pools = Object.values((await opened) ?? {}).flatMap((pool) => Object.values(pool));
      for (const { httpAgent, httpsAgent } of pools) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}
