const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const deepest = 64;

/**
 * Parses a JSON object from outside; `undefined` for anything else. Refuses bad UTF-8, duplicate member names,
 * `__proto__` members and nesting beyond 64, which lenient parsers let two readers disagree about (RFC 8259 §4, RFC
 * 8725 §3.8).
 */
export function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && unambiguous(text) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** One pass over text that is known to be JSON: every object's names, each once. */
function unambiguous(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  let names: Set<string> | null = null;
  let name = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (name && names !== null) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        if (names.has(key) || key === '__proto__') return false;
        names.add(key);
        name = false;
      }
      at = end;
    } else if (character === '{' || character === '[') {
      if (open.push(names) > deepest) return false;
      names = character === '{' ? new Set() : null;
      name = names !== null;
    } else if (character === '}' || character === ']') {
      names = open.pop() ?? null;
    } else if (character === ',') {
      name = names !== null;
    }
  }
  return true;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
