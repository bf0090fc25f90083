import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { mayContact } from './address.ts';
import { agents, refusedAddress } from './agents.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './client.ts';

const dropped = new Set(['ECONNRESET', 'EPIPE']);

/**
 * The default {@link HttpClient}: axios, loaded at the first call. No redirects, no environment proxy, bounded in size
 * and time.
 */
export function axiosClient(): HttpClient {
  const kept = { configured: agents('configured', true), learned: agents('learned', true) };
  const fresh = { configured: agents('configured', false), learned: agents('learned', false) };
  const attempt = async (request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
    const url = new URL(request.url);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayContact(literal, request.trust))
      throw refusedAddress(`${url.host} must not be contacted`);
    const { default: axios } = await import('axios');
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
      ...(request.once === true ? fresh : kept)[request.trust],
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
      for (const { httpAgent, httpsAgent } of [...Object.values(kept), ...Object.values(fresh)]) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}
