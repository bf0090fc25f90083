const refused = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a well-formed RFC 6901 JSON Pointer that names no prototype member. */
export function isPointer(pointer: string): boolean {
  return /^(\/([^~/]|~[01])*)*$/.test(pointer) && !pointer.split('/').some((part) => refused.has(part));
}

/** Reads an RFC 6901 JSON Pointer over own properties; `undefined` where the path ends early. */
export function readPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of keysOf(pointer)) {
    if (typeof value !== 'object' || value === null || refused.has(key)) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

const split = new Map<string, readonly string[]>();
const mostSplit = 1_000;

/** The unescaped keys of a pointer; rules read the same few ones in every token. */
function keysOf(pointer: string): readonly string[] {
  const known = split.get(pointer);
  if (known !== undefined) return known;
  const keys = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (split.size < mostSplit) split.set(pointer, keys);
  return keys;
}
