/** What an `Authorization: Basic` header said. */
export interface BasicCredentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Reads client credentials from an `Authorization: Basic` header: both parts are form-decoded, as RFC 6749 §2.3.1 says.
 * `undefined` for another scheme and for anything malformed.
 */
export function basicCredentials(header: string | undefined): BasicCredentials | undefined {
  const encoded = /^basic +([\w+/-]+={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    return { id: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/** Reads the token of an `Authorization: Bearer` header (RFC 6750 §2.1), whatever the case of the scheme. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
