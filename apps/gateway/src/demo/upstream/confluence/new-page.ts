import type { IncomingHttpHeaders } from 'node:http';

/** What a client says to make a page. */
export interface NewPage {
  readonly title: string;
  readonly space: string;
  readonly text: string;
}

/** Whether a write looks like a browser's and does not carry the header that only a script can add. */
export function failsXsrfCheck(headers: IncomingHttpHeaders): boolean {
  const browser = headers.origin !== undefined || /^Mozilla\//.test(headers['user-agent'] ?? '');
  return browser && headers['x-atlassian-token'] !== 'no-check';
}

/** Reads the body of a creation; `undefined` when it names no page, title or space. */
export function readNewPage(body: string): NewPage | undefined {
  const document = parse(body);
  const [title, space] = [at(document, 'title'), at(document, 'space', 'key')];
  const text = at(document, 'body', 'storage', 'value') ?? '';
  const texts = typeof title === 'string' && typeof space === 'string' && typeof text === 'string';
  return texts && title.trim() !== '' && at(document, 'type') === 'page' ? { title, space, text } : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
