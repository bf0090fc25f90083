/**
 * Three base64url segments, also with an empty signature, and also with padding, which no signed token may have:
 * what only looks like one is nobody's opaque token either.
 */
export const looksLikeJwt = (token: string): boolean =>
  /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*=*$/.test(token);
