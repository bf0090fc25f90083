const sequence = 0x30;
const integer = 0x02;
/** A length above 127 takes a byte more, and this mark before it. */
const oneByteLength = 0x81;

/**
 * An ECDSA signature of JWS, two numbers of one length (RFC 7518 §3.4), in the form OpenSSL reads (RFC 3279 §2.2.3).
 * Node converts it as well (`dsaEncoding`), at half the cost of the check itself.
 */
export function toDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  const [r, s] = [start(signature, 0, half), start(signature, half, signature.length)];
  const [rBytes, sBytes] = [size(signature, r, half), size(signature, s, signature.length)];
  const body = 4 + rBytes + sBytes;
  const head = body > 127 ? 3 : 2;
  const der = new Uint8Array(head + body);
  der[0] = sequence;
  if (body > 127) der[1] = oneByteLength;
  der[head - 1] = body;
  const next = put(der, head, signature, r, half, rBytes);
  put(der, next, signature, s, signature.length, sBytes);
  return der;
}

/** The first byte that is not zero; the last one, if all are. */
function start(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to - 1 && bytes[at] === 0) at++;
  return at;
}

/** Bytes of a number: one more where its first bit would make it negative. */
const size = (bytes: Uint8Array, from: number, to: number) => to - from + ((bytes[from] ?? 0) > 127 ? 1 : 0);

function put(der: Uint8Array, at: number, bytes: Uint8Array, from: number, to: number, length: number): number {
  der[at] = integer;
  der[at + 1] = length;
  der.set(bytes.subarray(from, to), at + 2 + length - (to - from));
  return at + 2 + length;
}
