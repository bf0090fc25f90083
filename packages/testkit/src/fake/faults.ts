import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, html, json, redirect } from './answer.ts';
import { htmlPage, markup } from './markup.ts';
import type { Fault } from './routes.ts';

/** Where and how often a fault strikes. */
export interface FaultPlace {
  /** Exact path, without the query. @default every path, also ones that have no route */
  readonly path?: string | undefined;
  /** How many requests it strikes. @default all of them, until it is switched off */
  readonly times?: number | undefined;
}

/** What may go wrong at a server; switch one on with `server.fail(faults.hang())`. */
export const faults = {
  /** Never answers, and keeps the connection open. */
  hang: (): Fault => () => new Promise<Answer>(() => undefined),

  /** Cuts the connection (TCP reset) without an answer. */
  reset: (): Fault => (call) => {
    call.drop();
    return new Promise<Answer>(() => undefined);
  },

  /** Waits, in real time, before what comes next. */
  delay:
    (milliseconds: number): Fault =>
    () =>
      wait(milliseconds, undefined, { ref: false }),

  /** Answers a status: 429 with or without `retry-after`, 500. A text body is JSON unless a header says otherwise. */
  status:
    (status: number, { headers, body = '{}' }: Omit<Answer, 'status'> = {}): Fault =>
    () => ({ status, headers: { 'content-type': 'application/json', ...headers }, body }),

  /** Answers a web page, as log-in walls (200) and proxies (502) do. @param status @default 200 */
  html:
    (status = 200): Fault =>
    () =>
      html(htmlPage('Something went wrong', markup`<p>Please try again later.</p>`), { status }),

  /** Answers any JSON value with status 200: `null`, `[]`, an object of another shape. */
  json:
    (value: unknown): Fault =>
    () =>
      json(value),

  /** Answers the JSON value `null`. */
  null: (): Fault => () => json(null),

  /** Answers an empty JSON array. */
  array: (): Fault => () => json([]),

  /** Answers a JSON string that is this many bytes long, quotes included, made while the client reads it. */
  huge:
    (bytes = 100_000_000): Fault =>
    () => ({ headers: { 'content-type': 'application/json' }, body: longString(bytes) }),

  /** Answers one byte of the JSON text every so many milliseconds: a deadline that measures silence never strikes. */
  drip:
    (milliseconds = 100, text = `{"never":"${'.'.repeat(1_000_000)}"}`): Fault =>
    () => ({ headers: { 'content-type': 'application/json' }, body: slowly(text, milliseconds) }),

  /** Sends the client to another URL. @param status @default 302 */
  redirect:
    (url: string, status = 302): Fault =>
    () =>
      redirect(url, status),

  /** Answers JSON nested this deep: `{"a":{"a":…}}`. */
  deep:
    (levels = 100_000): Fault =>
    () => ({
      headers: { 'content-type': 'application/json' },
      body: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    }),

  /** Answers an object that has a member twice, which RFC 8259 §4 leaves without a meaning. */
  duplicate:
    (name: string, first: unknown, second: unknown): Fault =>
    () => ({
      headers: { 'content-type': 'application/json' },
      body: `{${member(name, first)},${member(name, second)}}`,
    }),

  /** Answers an object whose own member `__proto__` has these members. */
  proto:
    (members: Readonly<Record<string, unknown>>): Fault =>
    () => ({ headers: { 'content-type': 'application/json' }, body: `{${member('__proto__', members)}}` }),
} as const;

function member(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

function* longString(bytes: number): Generator<Uint8Array> {
  const chunk = Buffer.alloc(Math.min(bytes, 65_536), 'a');
  yield Buffer.from('"');
  for (let left = bytes - 2; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
  yield Buffer.from('"');
}

async function* slowly(text: string, milliseconds: number): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) {
    yield Buffer.of(byte);
    await wait(milliseconds, undefined, { ref: false });
  }
}
