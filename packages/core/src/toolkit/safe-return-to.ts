import { misuse, parsed } from './options.ts';

const longest = 8_192;
/** Controls, which WHATWG parsing strips or which end a header line, and the backslash, which it reads as a slash. */
const raw = /[\p{Cc}\p{Cs}\u2028\u2029\\]/u;
/** The same, percent-encoded once or more. */
const encoded = /%(?:25)*(?:[01][0-9a-f]|7f|5c|c2%(?:25)*[89][0-9a-f])/i;
/** A scheme, and not two slashes and a host: WHATWG parsing would guess. */
const halfAbsolute = /^(?!https?:\/\/[^/])[a-z][a-z0-9+.-]*:/i;
/** A path that a browser, or whoever decodes it, reads as another host. */
const hostly = /^\/(?:\/|%(?:25)*2f)/i;

/**
 * Where to send the browser after a login: `input` if it leads to our own origin or to one that is allowed, else `/`.
 * A URL of our own comes back as path, query and fragment. Call it when the login starts and again when it ends.
 *
 * @param input the wish of the client: a path or an absolute URL
 * @param origin our own origin, such as `https://app.example.com`
 * @param allow other places: an origin, a host (`docs.example.com`), or a suffix that begins with a dot
 * (`.example.com`: every host below it, not itself); a host means https unless `origin` is http @default none
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
  if (encoded.test(url.href) || hostly.test(url.pathname)) return '/';
  if (url.origin === own) return url.pathname + url.search + url.hash;
  return others.some((matches) => matches(url)) ? url.href : '/';
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
    if (entry.includes('://')) {
      const other = originOf(entry);
      return ({ origin }) => origin === other;
    }
    const isSuffix = entry.startsWith('.');
    const { host, href } = new URL(`https://${isSuffix ? entry.slice(1) : entry}`);
    if (href !== `https://${host}/`) throw misuse('allow', 'an origin, a host, or a dot and a host');
    return (url) =>
      (url.protocol === 'https:' || own.startsWith('http:')) &&
      (isSuffix ? url.host.endsWith(`.${host}`) : url.host === host);
  });
}
