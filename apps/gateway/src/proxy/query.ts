/**
 * Parameters by which Atlassian products take a credential or an identity, and the token of RFC 6750 §2.2 and §2.3; the
 * rest of a query is nobody's business.
 */
const stripped = new Set(
  'access_token os_username os_password os_authtype os_cookie jwt xoauth_requestor_id'.split(' '),
);

/**
 * Drops credentials and identities from a query; what stays is byte for byte what came. Names are compared decoded and
 * in any case, and `;` separates too, as some servers have it.
 * @param query with its `?`, or empty
 */
export function stripQuery(query: string): string {
  if (query === '') return '';
  const [first = '', ...rest] = query.slice(1).split(/([&;])/);
  const pieces = [{ separator: '', text: first }];
  for (let at = 0; at < rest.length; at += 2) pieces.push({ separator: rest[at] ?? '', text: rest[at + 1] ?? '' });
  const kept = pieces.filter(({ text }) => !isStripped(text));
  if (kept.length === pieces.length) return query;
  return kept.length === 0
    ? ''
    : `?${kept.map(({ separator, text }, at) => (at === 0 ? text : separator + text)).join('')}`;
}

/** Whether a query or a form, without a `?`, has a parameter that {@link stripQuery} would drop. */
export const hasCredentials = (text: string): boolean => text.split(/[&;]/).some(isStripped);

function isStripped(piece: string): boolean {
  const [name = ''] = piece.split('=', 1);
  const plain = name
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/[\s+\0]/g, '')
    .toLowerCase();
  return stripped.has(plain) || plain.startsWith('oauth_');
}
