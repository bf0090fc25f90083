const uri = /^(https?):\/\/([^/?#@%]+)(\/[^?#]*)?(?:[?#].*)?$/i;
/** Printable ASCII without a backslash, which some parsers take for a slash. */
const plain = /^[!-[\]-~]+$/;
const defaultPort = { http: /:(?:80)?$/, https: /:(?:443)?$/ } as const;

/**
 * A URL without query and fragment, normalised by syntax and scheme (RFC 3986 §6.2.2, §6.2.3), so that two spellings of
 * one resource compare equal; `undefined` for what is no plain http(s) URL.
 */
export function normaliseUri(text: string): string | undefined {
  const parts = plain.test(text) ? uri.exec(text) : null;
  if (parts === null) return undefined;
  const scheme = parts[1]?.toLowerCase() === 'http' ? 'http' : 'https';
  const host = parts[2]?.toLowerCase().replace(defaultPort[scheme], '');
  return `${scheme}://${host}${withoutDots(decoded(parts[3] ?? '/'))}`;
}

const target = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)?(?:[?#]|$)/i;

/**
 * The URL of a request as its client must have written it: our origin and the path as received. Host and the authority
 * of an absolute target are the sender's word, and are not looked at.
 * @param received request target: a path or an absolute URL
 */
export function requestUri(origin: string, received: string): string | undefined {
  const found = target.exec(received);
  return found === null ? undefined : origin + (found[1] ?? '/');
}

/** RFC 3986 §6.2.2.1, §6.2.2.2: upper-case escapes, and none where the character may stand by itself. */
function decoded(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (pair) => {
    const character = String.fromCharCode(Number.parseInt(pair.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : pair.toUpperCase();
  });
}

/** RFC 3986 §5.2.4. */
function withoutDots(path: string): string {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  }
  return `/${kept.join('/')}`;
}
