import { HttpProblem } from '../pipeline/errors/http-problem.ts';

/**
 * What a request asks for: the bytes that are forwarded, and the same path decoded, which is what routes are compared
 * with.
 */
export interface Target {
  /** As received. */
  readonly path: string;
  /** As received, with its `?`; empty without one. */
  readonly query: string;
  /** Percent-decoded once. No segment of it means anything else than it says. */
  readonly decoded: string;
}

/** RFC 3986 §3.3 `pchar` and `/`, without `;`, whose meaning servers disagree about. */
const pathBytes = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,=:@/]|%[0-9A-Fa-f]{2})*$/;
/** Encoded slash, backslash, semicolon, and control characters, NUL among them. */
const treacherous = /%(?:2f|5c|3b|[01][0-9a-f]|7f)/i;
/** Controls of the query that an upstream could take for the end of a line. */
const printable = /^[\x21-\x7e\x80-\xff]*$/;

/**
 * Reads an origin-form target (RFC 9112 §3.2.1), and refuses every path that a gateway and an upstream could read
 * differently.
 * @throws HttpProblem 400
 */
export function readTarget(target: string): Target {
  const mark = target.indexOf('?');
  const [path, query] = mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark)];
  if (!pathBytes.test(path)) throw refused('the path has a byte that no path has (RFC 3986)');
  if (query.includes('#') || !printable.test(query)) throw refused('the query has a byte that no query has');
  if (treacherous.test(path)) throw refused('an encoded slash, backslash, semicolon or control character');
  if (path.includes('//')) throw refused('an empty segment');
  const decoded = decode(path);
  if (/%[0-9a-f]{2}/i.test(decoded)) throw refused('encoded twice');
  if (/\/\.{1,2}(?:\/|$)/.test(decoded)) throw refused('a dot segment');
  return { path, query, decoded };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw refused('the path is not UTF-8');
  }
}

const refused = (why: string) => new HttpProblem('invalid_request', `target: ${why}`);
