import type { HttpClient, HttpRequest, HttpResponse } from '../http/client.ts';
import type { ProviderAnswer } from '../provider/inspection.ts';
import { Refusal } from './refusal.ts';
import { parseObject } from './strict-json.ts';

/** Sends a request to a provider; whatever goes wrong on the way is `provider_unreachable`. */
export async function send(http: HttpClient, request: HttpRequest, what: string): Promise<HttpResponse> {
  try {
    return await http.send(request);
  } catch (error) {
    const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
    if (/maxContentLength/.test(String(message)))
      throw new Refusal('provider_malformed', `${what}: the answer is too large`);
    const word = [code, name].find((text) => typeof text === 'string' && /^[A-Z][A-Za-z_]+$/.test(text));
    const why = word === 'ERR_CANCELED' || word === 'AbortError' ? 'no answer in time' : (word ?? 'no answer');
    throw new Refusal('provider_unreachable', `${what}: ${String(why)}`);
  }
}

/** Parses an answer; `document` is absent unless it is a JSON object with a JSON content type. */
export function toAnswer(response: HttpResponse): ProviderAnswer {
  const { status, headers, body } = response;
  const json = /^application\/([a-z0-9.+-]+\+)?json *(;|$)/i.test(headers['content-type'] ?? '');
  const document = json ? parseObject(body) : undefined;
  return document === undefined ? { status, headers } : { status, headers, document };
}

/** Seconds of a `Retry-After` in seconds, 1 to 300; a date or nonsense counts as absent. */
export function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined;
  return Math.min(Math.max(Number(text), 1), 300);
}

/** The 503 for an answer that says nothing about the token. */
export function failure(answer: ProviderAnswer, what: string): Refusal {
  const { status, headers } = answer;
  if (status === 429) return new Refusal('provider_rate_limited', `${what}: status 429`, retryAfter(headers));
  if (status === 200) return new Refusal('provider_malformed', `${what}: not a JSON object, or not the expected one`);
  return new Refusal('provider_unreachable', `${what}: status ${status}`, retryAfter(headers));
}
