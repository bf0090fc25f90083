import type { Reason } from '../errors/reasons.ts';
import { internWords } from '../internal/intern.ts';
import { readPointer } from '../internal/pointer.ts';
import type { ProviderDocument } from '../provider/inspection.ts';
import type { Rejection } from '../provider/rule.ts';

/** `aud` as a list: a string or an array of strings; anything else is no audience. No coercion (RFC 7519 §4.1.3). */
export function audienceOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : [];
}

/**
 * Scopes of a token: `scope` as string or array, else `scp`. Both present and different say two things: `undefined`.
 */
export function scopesOf(document: ProviderDocument): readonly string[] | undefined {
  const [scope, scp] = [scopeList(readPointer(document, '/scope')), scopeList(readPointer(document, '/scp'))];
  if (scope === undefined || scp === undefined) return scope ?? scp ?? [];
  return [...scope].sort().join(' ') === [...scp].sort().join(' ') ? scope : undefined;
}

/** A scope value as a list; `undefined` when there is none of the right type. */
export function scopeList(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return internWords(value);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/**
 * A time in seconds since the epoch: finite, not negative, before the year 5138; may be fractional. Else `undefined`.
 */
export function timeOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1e11 ? value : undefined;
}

const kinds: ReadonlyMap<string, Reason> = new Map([
  ['id', 'id_token'],
  ['id_token', 'id_token'],
  ['refresh', 'refresh_token'],
  ['refresh_token', 'refresh_token'],
  ['offline', 'refresh_token'],
  ['logout', 'unrecognised'],
  ['dpop', 'unsupported_confirmation'],
]);

/**
 * What a document says it is, where it says that it is no access token: `token_use`, `typ`, `token_type`, `events`.
 * @param bound thumbprint of its key: without one, nothing is a DPoP token (RFC 9449 §6)
 */
export function foreignKind(document: ProviderDocument, bound?: string | null): Reason | undefined {
  for (const member of ['/token_use', '/typ', '/token_type']) {
    const value = readPointer(document, member);
    const reason = typeof value === 'string' ? kinds.get(value.toLowerCase()) : undefined;
    const isBound = typeof bound === 'string' && reason === 'unsupported_confirmation';
    if (reason !== undefined && !isBound) return reason;
  }
  return readPointer(document, '/events') === undefined ? undefined : 'unrecognised';
}

/** The first rejection of a rule that a document meets. */
export function rejected(rejections: readonly Rejection[], document: ProviderDocument): Rejection | undefined {
  return rejections.find(({ claim, oneOf, noneOf }) => {
    const value = readPointer(document, claim);
    if (noneOf !== undefined) return !noneOf.includes(value);
    return oneOf === undefined ? value !== undefined : oneOf.includes(value);
  });
}
