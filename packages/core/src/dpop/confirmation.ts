const sha256 = /^[A-Za-z0-9_-]{43}$/;

/**
 * Thumbprint of the key that a token is bound to (RFC 9449 §6.1, §6.2). `undefined`: to none, a bearer token. `null`:
 * in a way that is not checked here, such as a certificate (RFC 8705 §3.1), or in two ways.
 * @param confirmation the token's `cnf`
 */
export function boundKey(confirmation: unknown): string | undefined | null {
  if (confirmation === undefined) return undefined;
  if (typeof confirmation !== 'object' || confirmation === null) return null;
  const { jkt, ...others } = confirmation as { readonly jkt?: unknown };
  return typeof jkt === 'string' && sha256.test(jkt) && Object.keys(others).length === 0 ? jkt : null;
}
