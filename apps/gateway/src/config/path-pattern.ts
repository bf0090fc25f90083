/** Which paths a route is for. Compared with the decoded path, letter by letter. */
export interface PathPattern {
  /** As written. */
  readonly text: string;
  /** The path itself, without `/**`. */
  readonly base: string;
  /** Also everything below `base`. */
  readonly below: boolean;
}

/** Reads `/x` (that path alone) and `/x/**` (`/x` and below). @throws Error saying what is wrong with it */
export function parsePathPattern(text: string): PathPattern {
  const below = text.endsWith('/**');
  const base = below ? text.slice(0, -3) : text;
  const problem = !text.startsWith('/')
    ? 'begins with a slash'
    : base.includes('*')
      ? 'has `*` only as `/**` at its end'
      : /[\\?#;%\p{Cc}]/u.test(base)
        ? 'is written decoded, and has no backslash, `?`, `#`, `;` or `%`'
        : base.includes('//') || (below && base.endsWith('/'))
          ? 'has no empty segment'
          : /(^|\/)\.{1,2}(\/|$)/.test(base)
            ? 'has no `.` or `..` segment'
            : undefined;
  if (problem !== undefined) throw new Error(`a path pattern ${problem}`);
  return { text, base, below };
}

/** Whether a decoded path belongs to the pattern. */
export function matchesPath({ base, below }: PathPattern, path: string): boolean {
  return path === base || (below && path.startsWith(`${base}/`));
}
