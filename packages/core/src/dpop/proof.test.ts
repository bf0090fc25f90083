import { createHmac, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { segment, signParts } from '../__fixtures__/keys.ts';
import { joseVerifier } from '../jose/verifier.ts';
import { nodeVerifier } from '../node-crypto/verifier.ts';
import type { RequestLike } from '../types.ts';
import { origin, type ProofParts, provingClient, sha256 } from './__fixtures__/client.ts';
import { client, outcome, proofCheck, token } from './__fixtures__/outcome.ts';
import { proofKey, thumbprint } from './proof-key.ts';

const seconds = () => Math.floor(Date.now() / 1000);
const proved = (parts: ProofParts, more: Partial<RequestLike> = {}) =>
  outcome({ ...client.request(token, client.proof(token, parts)), ...more });

describe('a good proof', () => {
  it.each(['ES256', 'EdDSA', 'RS256', 'PS256'])('RFC 9449 §4.3: of %s passes, under both engines', async (alg) => {
    const other = provingClient(alg);
    for (const verifier of [nodeVerifier(), joseVerifier()]) {
      const check = proofCheck({ verifier });
      expect(await outcome(other.request(token), { check, bound: other.thumbprint })).toBe('ok');
    }
  });

  it('is checked in the same tick where engine and replay guard do not wait', () => {
    expect(proofCheck().run(client.request(token), token, client.thumbprint)).toBeUndefined();
  });

  it('may say more than it must (RFC 9449 §4.2)', async () => {
    expect(
      await proved({ claims: { exp: 1, nonce: 'unasked' }, header: { kid: 'a', jku: 'https://evil.example' } }),
    ).toBe('ok');
  });

  it('arrives in Headers, in a plain object of any spelling, and in the raw list of Node', async () => {
    const request = () => ({ ...client.request(token), headers: {} });
    const proof = () => client.proof(token);
    expect(await outcome({ ...request(), headers: new Headers({ DPoP: proof() }) })).toBe('ok');
    expect(await outcome({ ...request(), headers: { DPOP: [proof()] } })).toBe('ok');
    expect(await outcome({ ...request(), rawHeaders: ['Host', 'a', 'dPoP', proof()] })).toBe('ok');
  });
});

describe('RFC 9449 §4.3: a proof is refused', () => {
  const twice = 'bad_proof invalid_dpop_proof: more than one DPoP header';
  it.each<[string, () => Partial<RequestLike>]>([
    ['raw', () => ({ rawHeaders: ['DPoP', client.proof(token), 'dpop', client.proof(token)] })],
    ['as a list', () => ({ headers: { dpop: [client.proof(token), client.proof(token)] } })],
    ['in two spellings', () => ({ headers: { dpop: client.proof(token), DPoP: client.proof(token) } })],
    [
      'joined by Headers',
      () => ({
        headers: new Headers([
          ['DPoP', client.proof(token)],
          ['DPoP', client.proof(token)],
        ]),
      }),
    ],
    ['alike', () => ({ rawHeaders: ['DPoP', 'a', 'DPoP', 'a'] })],
  ])('(1) when there are two, %s', async (_, headers) => {
    expect(await outcome({ ...client.request(token), headers: {}, ...headers() })).toBe(twice);
  });

  it('(1) when there is none: proof_required', async () => {
    const expected = 'proof_required invalid_token: no DPoP header';
    expect(await outcome({ ...client.request(token), headers: {} })).toBe(expected);
    expect(await outcome({ ...client.request(token), headers: new Headers() })).toBe(expected);
    expect(await outcome({ ...client.request(token), rawHeaders: ['Host', 'a'] })).toBe(expected);
  });

  const good = client.proof(token);
  const [head = '', body = '', signature = ''] = good.split('.');
  const doubled = segment(`{"jti":"a","jti":"b",${Buffer.from(body, 'base64url').toString().slice(1)}`);
  it.each([
    ['empty', ''],
    ['no JWT', 'proof'],
    ['two segments', `${head}.${body}`],
    ['four segments', `${good}.a`],
    ['padded', `${good}=`],
    ['not canonical', `${head}.${body}.${signature.slice(0, -1)}B`],
    ['a list of claims', `${head}.${segment('[]')}.${signature}`],
    ['claims with a name twice', `${head}.${doubled}.${signature}`],
    ['not JSON', `${head}.${segment('{')}.${signature}`],
  ])('(2) when it is no well-formed JWT: %s', async (_, proof) => {
    expect(await outcome(client.request(token, proof))).toBe('bad_proof invalid_dpop_proof: it is not a signed JWT');
  });

  it('(2) when it is huge', async () => {
    const proof = client.proof(token, { claims: { more: 'a'.repeat(8_192) } });
    expect(await outcome(client.request(token, proof))).toContain('longer than 8192');
  });

  it.each(['jti', 'htm', 'htu', 'iat', 'ath'])('(3) without the claim %s', async (name) => {
    expect(await proved({ claims: { [name]: undefined } })).toMatch(`bad_proof invalid_dpop_proof: ${name}`);
  });

  it.each<[string, unknown]>([
    ['jti', 7],
    ['jti', ''],
    ['jti', ['a']],
    ['jti', 'a'.repeat(257)],
    ['htm', ['GET']],
    ['htu', [`${origin}/orders`]],
    ['iat', `${seconds()}`],
    ['iat', null],
    ['ath', [sha256(token)]],
  ])('(3) with the claim %s as %j', async (name, value) => {
    expect(await proved({ claims: { [name]: value } })).toMatch(`bad_proof invalid_dpop_proof: ${name}`);
  });

  it.each([undefined, 'JWT', 'at+jwt', 'DPOP+JWT', 'dpop+jwt ', ['dpop+jwt']])('(4) of type %j', async (typ) => {
    expect(await proved({ header: { typ } })).toContain('bad_proof invalid_dpop_proof: typ');
  });

  it.each(['none', 'HS256', 'es256', 'ES512', undefined, ['ES256']])('(5) whose alg is %j', async (alg) => {
    expect(await proved({ header: { alg } })).toContain('bad_proof invalid_dpop_proof: alg');
  });

  it('(5) that is an HMAC under the public key (RFC 8725 §2.1)', async () => {
    const input = `${segment({ typ: 'dpop+jwt', alg: 'HS256', jwk: client.jwk })}.${body}`;
    const proof = `${input}.${createHmac('sha256', JSON.stringify(client.jwk)).update(input).digest('base64url')}`;
    expect(await outcome(client.request(token, proof))).toContain('bad_proof invalid_dpop_proof: alg "HS256"');
  });

  it('(5) whose alg is not the one of its key', async () => {
    expect(await proved({ header: { alg: 'RS256' } })).toContain('jwk is not a public key for this alg');
  });

  it.each<[string, string]>([
    ['is altered', `${head}.${body}.${Buffer.alloc(64, 1).toString('base64url')}`],
    ['is empty', `${head}.${body}.`],
    ['has another length', `${head}.${body}.${signature}AAAA`],
    [
      'is by another key',
      signParts(
        provingClient(),
        JSON.parse(Buffer.from(head, 'base64url').toString()),
        Buffer.from(body, 'base64url').toString(),
      ),
    ],
  ])('(6) whose signature %s', async (_, proof) => {
    expect(await outcome(client.request(token, proof))).toBe(
      'bad_proof invalid_dpop_proof: the signature does not hold',
    );
  });

  it('(7) that carries its private key', async () => {
    const jwk = client.privateKey.export({ format: 'jwk' });
    expect(await proved({ header: { jwk } })).toContain('jwk is not a public key');
  });

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['null', null],
    ['oct', { kty: 'oct', k: 'c2VjcmV0' }],
    ['a list', [client.jwk]],
  ])('(7) whose jwk is %s', async (_, jwk) => {
    expect(await proved({ header: { jwk } })).toBe(
      'bad_proof invalid_dpop_proof: jwk is not a public key for this alg',
    );
  });

  it.each(['POST', 'get', 'GET ', 'HEAD'])('(8) for the method %j', async (htm) => {
    expect(await proved({ claims: { htm } })).toContain(`bad_proof invalid_dpop_proof: htm "${htm}", wanted "GET"`);
  });

  it('(8) when the request does not say its method or URL', async () => {
    expect(await proved({}, { method: undefined })).toContain('htm "GET", wanted absent');
    expect(await proved({ claims: { htm: undefined } }, { method: undefined })).toContain('htm');
    expect(await proved({}, { url: undefined })).toContain('htu');
    expect(await proved({ claims: { htu: undefined } }, { url: '*' })).toContain('htu');
  });

  it.each([
    `${origin}/orders/`,
    `${origin}/Orders`,
    `${origin}/orders/1`,
    `${origin}//orders`,
    `${origin}/orders%2F`,
    `${origin}:8443/orders`,
    `${origin}`,
    'http://api.example.com/orders',
    'https://evil.example/orders',
    'https://api.example.com.evil.example/orders',
    'https://api.example.com@evil.example/orders',
    'https://evil.example/https://api.example.com/orders',
    '/orders',
    'https:\\\\api.example.com\\orders',
    '',
  ])('(9) for the URL %s', async (htu) => {
    expect(await proved({ claims: { htu } })).toContain('bad_proof invalid_dpop_proof: htu');
  });

  it.each([-61, 31, 3_600, -3_600])('(11) made %i seconds from now', async (offset) => {
    expect(await proved({ claims: { iat: seconds() + offset } })).toContain('bad_proof invalid_dpop_proof: iat');
  });

  it('(12a) whose ath is of another token', async () => {
    const proof = client.proof('another token');
    expect(await outcome(client.request(token, proof))).toBe(
      'bad_proof invalid_dpop_proof: ath is not the hash of this token',
    );
  });

  it('(12b) by a key that the token is not bound to: a new token is wanted', async () => {
    const thief = provingClient();
    expect(await outcome(thief.request(token))).toBe(
      'bad_proof invalid_token: jwk is not the key that the token is bound to',
    );
  });

  it('whose key no library can use: the proof is bad, not the provider (RFC 9449 §4.3, point 6)', async () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: client.jwk.x, y: client.jwk.x };
    const bound = thumbprint(proofKey(jwk, 'ES256') ?? {});
    for (const verifier of [nodeVerifier(), joseVerifier()]) {
      const request = client.request(token, client.proof(token, { header: { jwk } }));
      expect(await outcome(request, { check: proofCheck({ verifier }), bound })).toContain('bad_proof invalid_dpop');
    }
  });

  it('with a critical header that nobody understands (RFC 7515 §4.1.11)', async () => {
    expect(await proved({ header: { crit: ['b64'], b64: false } })).toContain('bad_proof invalid_dpop_proof: crit');
  });

  it('signed by the right key, named as a text that only looks like its thumbprint', async () => {
    const jwk = { ...client.jwk, x: `${client.jwk.x}=` };
    expect(await proved({ header: { jwk } })).toContain('jwk is not a public key');
  });
});

it('RFC 9449 §11: nothing is computed with a key before it is known to be the bound one', async () => {
  const asked: unknown[] = [];
  const verifier = { verify: (...call: unknown[]) => asked.push(call) > 0 };
  const check = proofCheck({ verifier });
  expect(await outcome(provingClient('RS256').request(token), { check })).toContain('invalid_token');
  expect(asked).toEqual([]);
});

it('an engine that fails is not the fault of the proof: nobody can tell (rule 2)', async () => {
  const verify = () => Promise.reject(new Error('could not be loaded'));
  await expect(outcome(client.request(token), { check: proofCheck({ verifier: { verify } }) })).rejects.toThrow(
    'could not be loaded',
  );
});

it('the engine gets the same key object for every proof of a client', async () => {
  const keys = new Set<unknown>();
  const verifier = { verify: (_: unknown, __: unknown, key: object) => keys.add(key).size > 0 };
  const check = proofCheck({ verifier });
  for (const kid of ['a', 'b']) {
    const request = client.request(token, client.proof(token, { header: { kid } }));
    expect(await outcome(request, { check })).toBe('ok');
  }
  expect(keys.size).toBe(1);
});

it('a proof made with a key of another library holds (jose)', async () => {
  const { SignJWT } = await import('jose');
  const proof = await new SignJWT({ jti: 'jose', htm: 'GET', htu: `${origin}/orders`, ath: sha256(token) })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: client.jwk })
    .setIssuedAt()
    .sign(createPrivateKey({ key: client.privateKey.export({ format: 'pem', type: 'pkcs8' }) }));
  expect(await outcome(client.request(token, proof))).toBe('ok');
});
