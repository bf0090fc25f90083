import { readPointer as read } from '../internal/pointer.ts';
import { misuse } from './options.ts';

const syntax = /^(\/([^~/]|~[01])*)*$/;
const longest = 1_024;

/**
 * Reads an RFC 6901 JSON Pointer over own properties; `undefined` where the path ends early, and for every path through
 * `__proto__`, `constructor` or `prototype`.
 * @throws ConfigurationError `invalid_options` for what is no pointer
 */
export function readPointer(document: unknown, pointer: string): unknown {
  if (typeof pointer !== 'string' || pointer.length > longest || !syntax.test(pointer)) {
    throw misuse('pointer', 'a JSON Pointer: empty, or keys that each follow a slash (RFC 6901)');
  }
  try {
    return read(document, pointer);
  } catch {
    return undefined;
  }
}
