const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const deepest = 64;

/**
 * Parses a JSON object from outside; `undefined` for anything else. Refuses bad UTF-8, duplicate member names,
 * `__proto__` members and nesting beyond 64, which lenient parsers let two readers disagree about (RFC 8259 §4, RFC
 * 8725 §3.8).
 */
export function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  const value = parse(bytes);
  return value === undefined || Array.isArray(value) ? undefined : (value as Record<string, unknown>);
}

/** Parses a JSON array as {@link parseObject} does an object; gives an object that holds it. */
export function parseList(bytes: Uint8Array): { readonly list: readonly unknown[] } | undefined {
  const value = parse(bytes);
  return Array.isArray(value) ? { list: value } : undefined;
}

function parse(bytes: Uint8Array): object | undefined {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    const isContainer = typeof value === 'object' && value !== null;
    // Of two members with one name parsing keeps one: then the value has fewer than the text.
    return isContainer && members(value, 1) === written(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Members of a value and of all inside; `NaN` where one is `__proto__`, or lies too deep. */
function members(value: object, depth: number): number {
  if (depth > deepest) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) count += members(item, depth + 1);
    return count;
  }
  for (const name in value) {
    if (name === '__proto__') return Number.NaN;
    count++;
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === 'object' && inner !== null) count += members(inner, depth + 1);
  }
  return count;
}

const quotation = 0x22;
const colon = 0x3a;
const backslash = 0x5c;

/** Members that a text, known to be JSON, writes down: its colons outside strings. */
function written(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === quotation) at = stringEnd(text, at);
    else if (character === colon) count++;
  }
  return count;
}

function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** An odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}
