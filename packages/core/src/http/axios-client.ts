import { lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { mayContact } from './address.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './client.ts';

/** Resolves a name and refuses addresses that must not be contacted, at connect time: a rebinding name gains nothing. */
function guardedLookup(trust: HttpRequest['trust']): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = addresses?.find(({ address }) => !mayContact(address, trust));
      if (error === null && refused !== undefined) {
        return callback(new Error(`${hostname} resolves to ${refused.address}, which must not be contacted`), '', 0);
      }
      const first = addresses?.[0];
      if (error !== null || first === undefined)
        return callback(error ?? new Error(`${hostname} has no address`), '', 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function agents(trust: HttpRequest['trust']): { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } {
  const options = { keepAlive: true, timeout: 10_000, lookup: guardedLookup(trust) };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
}

const dropped = new Set(['ECONNRESET', 'EPIPE']);

/** The default {@link HttpClient}: axios, loaded at the first call. No redirects, no environment proxy, bounded in size and time. */
export function axiosClient(): HttpClient {
  const pools = { configured: agents('configured'), learned: agents('learned') };
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const url = new URL(request.url);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayContact(literal, request.trust))
      throw new Error(`${url.host} must not be contacted`);
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
      signal: AbortSignal.timeout(request.timeoutMs ?? 5_000),
      ...pools[request.trust],
    });
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (value != null) headers[name.toLowerCase()] = String(value);
    return { status: answer.status, headers, body: new Uint8Array(answer.data) };
  };
  return {
    // A pooled connection that the other side has just closed looks like a reset: such a call is made once more.
    send: (request) =>
      send(request).catch((error: unknown) => {
        if (!dropped.has(String((error as { code?: unknown }).code))) throw error;
        return send(request);
      }),
    close: async () => {
      for (const { httpAgent, httpsAgent } of Object.values(pools)) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}
