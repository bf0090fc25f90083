import { parseObject } from './strict-json.ts';

/** A token of three base64url segments, parsed and not yet believed. */
export interface CompactToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly token: string;
}

const segment = /^[A-Za-z0-9_-]+$/;

/**
 * Parses a compact JWS strictly: canonical base64url, fatal UTF-8, JSON objects without duplicates; else `undefined`.
 */
export function parseCompact(token: string): CompactToken | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const [head = '', body = '', signature = ''] = parts;
  const header = decode(head);
  const claims = header && decode(body);
  if (header === undefined || claims === undefined) return undefined;
  if (signature !== '' && bytes(signature) === undefined) return undefined;
  return { header, claims, token };
}

function decode(part: string): Record<string, unknown> | undefined {
  const raw = bytes(part);
  return raw && parseObject(raw);
}

/** Decodes one segment; `undefined` unless encoding it again gives the same text (RFC 7515 §2). */
function bytes(part: string): Buffer | undefined {
  if (!segment.test(part)) return undefined;
  const raw = Buffer.from(part, 'base64url');
  return raw.toString('base64url') === part ? raw : undefined;
}
