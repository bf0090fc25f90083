import { deepFreeze } from './freeze.ts';
import { parseObject } from './strict-json.ts';

/** A token of three base64url segments, parsed and not yet believed. */
export interface CompactToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signature: Uint8Array;
  readonly token: string;
}

/** Longest token that is looked at, in characters. */
export const longest = 16_384;

/** Headers by their segment: every token of a key has the same one. */
const headers = new Map<string, CompactToken['header']>();
const mostHeaders = 256;

/**
 * Parses a compact JWS strictly: at most 16 KiB, canonical base64url, fatal UTF-8, JSON objects without duplicates;
 * else `undefined`.
 */
export function parseCompact(token: string): CompactToken | undefined {
  if (token.length > longest) return undefined;
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  if (first < 1 || last === first || token.indexOf('.', first + 1) !== last) return undefined;
  const header = parseHeader(token.slice(0, first));
  const claims = header && decode(token.slice(first + 1, last));
  const signature = claims && decodeSegment(token.slice(last + 1));
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  return { header, claims, signature, token };
}

function parseHeader(part: string): CompactToken['header'] | undefined {
  const known = headers.get(part);
  if (known !== undefined) return known;
  const header = decode(part);
  if (header === undefined) return undefined;
  // A copy: a slice would keep its whole token alive.
  if (part.length <= 512) headers.set(Buffer.from(part, 'latin1').toString('latin1'), deepFreeze(header));
  if (headers.size > mostHeaders) headers.delete(headers.keys().next().value ?? '');
  return header;
}

function decode(part: string): Record<string, unknown> | undefined {
  const raw = decodeSegment(part);
  return raw && parseObject(raw);
}

/** Decodes one segment; `undefined` unless encoding it again gives the same text (RFC 7515 §2). */
export function decodeSegment(part: string): Uint8Array | undefined {
  const raw = Buffer.from(part, 'base64url');
  return raw.toString('base64url') === part ? raw : undefined;
}
