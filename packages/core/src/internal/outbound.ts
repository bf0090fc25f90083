import type { HttpClient, HttpRequest, HttpResponse } from '../http/client.ts';
import type { ProviderAnswer } from '../provider/inspection.ts';
import { Refusal } from './refusal.ts';
import { parseList, parseObject } from './strict-json.ts';

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

/** Of all that one question to a provider takes, as the default of the HTTP port. */
const deadlineMs = 5_000;

/** Milliseconds that are left of the deadline, at least one. @param begun monotonic milliseconds */
export const timeLeft = (begun: number, ofMs = deadlineMs): number =>
  Math.max(Math.ceil(ofMs - (performance.now() - begun)), 1);

/**
 * What comes within some milliseconds; the work itself goes on.
 * @throws Refusal `provider_unreachable`, or whatever the work throws
 */
export async function inTime<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Refusal('provider_unreachable', `${what}: no answer in time`));
    timer = setTimeout(refuse, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Parses an answer; `document` is absent unless it is a JSON object with a JSON content type.
 * @param isList a JSON array, whose document is `{ list: [...] }`
 */
export function toAnswer(response: HttpResponse, isList = false): ProviderAnswer {
  const { status, headers, body } = response;
  const json = /^application\/([a-z0-9.+-]+\+)?json *(;|$)/i.test(headers['content-type'] ?? '');
  const document = json ? (isList && response.status === 200 ? parseList(body) : parseObject(body)) : undefined;
  return document === undefined ? { status, headers } : { status, headers, document };
}

const dateFormat = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds since the epoch of an HTTP date (RFC 9110 §5.6.7, the preferred form). */
export function httpDate(text: string | undefined): number | undefined {
  const time = text !== undefined && dateFormat.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Seconds of a `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), 1 to 300; nonsense counts as absent. A date
 * counts from the answer's own `Date`.
 */
export function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['retry-after'];
  const date = httpDate(text);
  if (text === undefined || (date === undefined && !/^\d{1,9}$/.test(text))) return undefined;
  const seconds = date === undefined ? Number(text) : (date - (httpDate(headers.date) ?? Date.now())) / 1000;
  return Math.min(Math.max(Math.ceil(seconds), 1), 300);
}

/** The 503 for an answer that says nothing about the token. */
export function failure(answer: ProviderAnswer, what: string): Refusal {
  const { status, headers } = answer;
  if (status === 429) return new Refusal('provider_rate_limited', `${what}: status 429`, retryAfter(headers));
  if (status === 200) return new Refusal('provider_malformed', `${what}: not a JSON object, or not the expected one`);
  return new Refusal('provider_unreachable', `${what}: status ${status}`, retryAfter(headers));
}
