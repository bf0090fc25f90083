const isPadding = (code: number) => code === 0x20 || code === 0x09;

/**
 * A header value without the spaces and tabs around it (RFC 9110 §5.5). Not by a pattern: one for the end starts anew
 * at every space within (CWE-1333). Not by `trim`, which takes away more than a header may have there.
 */
export function withoutPadding(value: string): string {
  let [start, end] = [0, value.length];
  while (isPadding(value.charCodeAt(start))) start++;
  while (end > start && isPadding(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}
