import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(sign);
export const audience = 'api://bench';
const kinds = {
  RS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
};

/** A new key pair for an algorithm, with its public half in the forms that libraries want. */
export function createKey(alg) {
  const { publicKey, privateKey } = generateKeyPairSync(...kinds[alg]);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: `bench-${alg.toLowerCase()}`, use: 'sig', alg };
  const [pem, privatePem] = [
    publicKey.export({ type: 'spki', format: 'pem' }),
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ];
  return { alg, publicKey, privateKey, jwk, pem, privatePem };
}

/** The digest that `node:crypto` wants to hear of. */
export const digestOf = (alg) => (alg === 'EdDSA' ? null : 'sha256');

/** A key as `node:crypto` takes it for JWS, whose ES256 signatures are not DER (RFC 7518 §3.4). */
export const forJws = ({ alg }, key) => (alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key);

/** An ES256 signature as ASN.1 has it (RFC 3279 §2.2.3), which `node:crypto` checks faster than that of JWS. */
export function toDer(signature) {
  const integer = (bytes) => {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) start++;
    const body = Buffer.concat([Buffer.alloc(bytes[start] >> 7), bytes.subarray(start)]);
    return Buffer.concat([Buffer.from([2, body.length]), body]);
  };
  const body = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([48, body.length]), body]);
}

/** Claims as access tokens ordinarily have them (RFC 9068). */
export function ordinaryClaims(issuer) {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now - 10, nbf: now - 10, exp: now + 6 * 3600 };
  const who = {
    sub: `user-${randomBytes(4).toString('hex')}`,
    client_id: 'client-1',
    scope: 'orders:read orders:write',
  };
  return { iss: issuer, aud: audience, ...who, jti: randomBytes(12).toString('hex'), ...times };
}

/** An access token, signed (RFC 9068). */
export async function signToken(key, claims) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode({ alg: key.alg, typ: 'at+jwt', kid: key.jwk.kid })}.${encode(claims)}`;
  const signature = await signAsync(digestOf(key.alg), Buffer.from(input), forJws(key, key.privateKey));
  return `${input}.${signature.toString('base64url')}`;
}

/** Distinct tokens, in order. @param length pads the claims so that each token has about so many characters */
export async function signTokens(key, issuer, count, length = 0) {
  const sample = length === 0 ? 0 : (await signToken(key, ordinaryClaims(issuer))).length;
  const padding = Math.max(0, Math.round(((length - sample) * 3) / 4) - '"note":"",'.length);
  const more = padding === 0 ? {} : { note: 'x'.repeat(padding) };
  const tokens = [];
  while (tokens.length < count) {
    const batch = Array.from({ length: Math.min(64, count - tokens.length) }, () =>
      signToken(key, { ...ordinaryClaims(issuer), ...more }),
    );
    tokens.push(...(await Promise.all(batch)));
  }
  return tokens;
}

/** The same token with another signature: everybody must refuse it. */
export function forged(token) {
  const end = token.at(-10) === 'A' ? 'B' : 'A';
  return token.slice(0, -10) + end + token.slice(-9);
}

/**
 * Hands out one token after the other for ever, each time as a new string, as an HTTP parser does: no hash is
 * remembered in it.
 */
export function freshStrings(texts) {
  const buffers = texts.map((text) => Buffer.from(text, 'latin1'));
  let next = 0;
  return () => {
    const buffer = buffers[next];
    next = next + 1 === buffers.length ? 0 : next + 1;
    return buffer.latin1Slice(0, buffer.length);
  };
}
