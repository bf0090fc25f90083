import { isHopByHop, plainName } from './protected-names.ts';
import { pairs } from './request-headers.ts';

/**
 * Sessions of the upstream, which would outlive the token; what would send the client past the gateway; and nonces for
 * proofs, which go no further than here.
 */
const dropped = new Set(['setcookie', 'setcookie2', 'altsvc', 'xaccelredirect', 'xsendfile', 'dpopnonce']);

/**
 * What of an upstream's headers reaches the client: no session, nothing about this one connection, and not the identity
 * that was sent there, should an upstream echo it.
 * @param raw name, value, name, value …, as received
 * @param ours plain names of the headers that the gateway sets for any upstream
 */
export function cleanResponseHeaders(raw: readonly string[], ours: ReadonlySet<string>): string[] {
  const named = new Set<string>();
  for (const [name, value] of pairs(raw)) {
    if (name.toLowerCase() === 'connection')
      for (const option of value.split(',')) named.add(option.trim().toLowerCase());
  }
  const kept: string[] = [];
  for (const [name, value] of pairs(raw)) {
    const plain = plainName(name);
    if (isHopByHop(name) || dropped.has(plain) || ours.has(plain) || named.has(name.toLowerCase())) continue;
    kept.push(name, value);
  }
  return kept;
}
