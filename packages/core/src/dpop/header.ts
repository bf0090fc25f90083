import type { RequestLike } from '../types.ts';

/**
 * The `DPoP` header fields of a request, each with its value. On Node `headers` joins them with a comma, which no proof
 * holds; the raw list shows every one.
 */
export function proofsOf({ rawHeaders, headers }: RequestLike): readonly string[] {
  const values = rawHeaders === undefined ? fromHeaders(headers) : fromRaw(rawHeaders);
  return values.flatMap((value) => value.split(',')).map((value) => value.trim());
}

function fromRaw(raw: readonly string[]): string[] {
  const values: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at];
    if (name?.length === 4 && name.toLowerCase() === 'dpop') values.push(raw[at + 1] ?? '');
  }
  return values;
}

type Members = Readonly<Record<string, string | readonly string[] | undefined>>;

function fromHeaders(headers: RequestLike['headers']): readonly string[] {
  const { get } = headers;
  if (typeof get === 'function') return [get.call(headers, 'dpop') ?? []].flat();
  const members = headers as Members;
  return Object.keys(members)
    .filter((name) => name.toLowerCase() === 'dpop')
    .flatMap((name) => members[name] ?? []);
}
