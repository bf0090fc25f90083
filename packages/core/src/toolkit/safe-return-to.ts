import { misuse, parsed } from './options.ts';

const longest = 8_192;
/** Controls, which WHATWG parsing strips or which end a header line, and the backslash, which it reads as a slash. */
const raw = /[\p{Cc}\p{Cs}\u2028\u2029\\]/u;
/** How often a text may be decoded until it stays as it is; nobody in earnest encodes oftener. */
const mostLayers = 5;
/** A scheme, and not two slashes and a host: WHATWG parsing would guess. */
const halfAbsolute = /^(?!https?:\/\/[^/])[a-z][a-z0-9+.-]*:/i;

/**
 * Where to send the browser after a login: `input` if it leads to our own origin or to one that is allowed, else `/`.
 * A URL of our own comes back as path, query and fragment. Call it when the login starts and again when it ends.
 *
 * @param input the wish of the client: a path or an absolute URL
 * @param origin our own origin, such as `https://app.example.com`
 * @param allow other places: an origin, a host (`docs.example.com`), or a suffix that begins with a dot
 * (`.example.com`: every host below it, not itself; no stars); a host means https unless `origin` is http @default none
 * @throws ConfigurationError `invalid_options` for an `origin` or `allow` that can not be read
 * @see https://url.spec.whatwg.org/#concept-url-parser
 */
export function safeReturnTo(input: unknown, origin: string, allow?: readonly string[]): string {
  const own = parsed('origin', () => originOf(origin));
  const others = parsed('allow', () => allowed(allow, own));
  if (typeof input !== 'string' || input.length > longest || input.startsWith('//') || raw.test(input)) return '/';
  if (halfAbsolute.test(input)) return '/';
  const url = URL.canParse(input, own) ? new URL(input, own) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return '/';
  const path = url.pathname + url.search + url.hash;
  if (strays(path, url.origin)) return '/';
  if (url.origin === own) return path;
  return others.some((matches) => matches(url)) ? url.href : '/';
}

/** Whether somebody who decodes a path, once or more, and parses it again could see more in it than a path. */
function strays(path: string, origin: string): boolean {
  // Each character is a byte: what makes one letter together may be encoded in different layers.
  let bytes = path;
  for (let layer = 0; layer <= mostLayers; layer++) {
    const text = Buffer.from(bytes, 'latin1').toString();
    if (raw.test(text) || text.startsWith('//') || !URL.canParse(text, origin)) return true;
    if (new URL(text, origin).pathname.startsWith('//')) return true;
    const next = bytes.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    if (next === bytes) return false;
    bytes = next;
  }
  return true;
}

function originOf(text: string): string {
  const { protocol, origin } = new URL(text);
  if (!/^https?:$/.test(protocol)) throw misuse('origin', 'an http or https origin');
  return origin;
}

type Matcher = (url: URL) => boolean;

function allowed(entries: readonly string[] | undefined, own: string): readonly Matcher[] {
  if (entries === undefined) return [];
  if (!Array.isArray(entries)) throw misuse('allow', 'a list of origins and hosts');
  return entries.map((entry: string): Matcher => {
    const isOrigin = entry.includes('://');
    const isSuffix = entry.startsWith('.');
    const { protocol, host, href } = new URL(isOrigin ? entry : `https://${isSuffix ? entry.slice(1) : entry}`);
    const isWhole = /^https?:$/.test(protocol) && href === `${protocol}//${host}/` && !host.includes('*');
    if (!isWhole) throw misuse('allow', 'an origin, a host, or a dot and a host');
    if (isOrigin) return ({ origin }) => origin === `${protocol}//${host}`;
    return (url) =>
      (url.protocol === 'https:' || own.startsWith('http:')) &&
      (isSuffix ? url.host.endsWith(`.${host}`) : url.host === host);
  });
}
