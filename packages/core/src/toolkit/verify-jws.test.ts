import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeKey, segment, signHmac, signParts } from '../__fixtures__/keys.ts';
import { AuthError } from '../errors/auth-error.ts';
import { onJose, onNode, outcome } from './__fixtures__/outcome.ts';
import { verifyJws } from './verify-jws.ts';

const key = makeKey('ES256');
const keys = [key.jwk];
const token = signParts(key, { alg: 'ES256', kid: 'key-1' }, 'any bytes');
const es256 = { algorithms: ['ES256'] } as const;

describe.each([onNode, onJose])('verifyJws on $name', ({ jws }) => {
  it('gives back header and bytes, which need not be JSON (RFC 7515 §5.2)', async () => {
    const { header, payload } = await jws(token, { keys }, es256);
    expect(header).toEqual({ alg: 'ES256', kid: 'key-1' });
    expect(payload.constructor).toBe(Uint8Array);
    expect(new TextDecoder().decode(payload)).toBe('any bytes');
  });

  it('an empty payload is one, too', async () => {
    const empty = signParts(key, { alg: 'ES256', kid: 'key-1' }, '');
    expect((await jws(empty, { keys }, es256)).payload).toHaveLength(0);
  });

  it.each([
    ['no keys', {}],
    ['a key set in a key set', { keys: { keys } }],
    ['no set', undefined],
    ['the list itself', keys],
  ])('is misused with %s', async (_, set) => {
    expect(await outcome(() => jws(token, set as never, es256))).toBe('invalid_options');
  });

  it.each([[[]], [['HS256']], [['none']], [['ES256', 'HS512']], ['ES256'], [['ES256K']], [[['ES256']]], [undefined]])(
    'is misused with the algorithms %j (RFC 8725 §3.1)',
    async (algorithms) => {
      expect(await outcome(() => jws(token, { keys }, { algorithms } as never))).toBe('invalid_options');
    },
  );

  it('a key that changes in place is read anew', async () => {
    const jwk: Record<string, unknown> = { ...key.jwk };
    expect(await outcome(() => jws(token, { keys: [jwk] }, es256))).toBe('ok');
    jwk.x = makeKey('ES256').jwk.x;
    expect(await outcome(() => jws(token, { keys: [jwk] }, es256))).not.toBe('ok');
    jwk.x = key.jwk.x;
    expect(await outcome(() => jws(token, { keys: [jwk] }, es256))).toBe('ok');
  });

  it.each([
    ['x', { x: 5 }],
    ['y', { y: { toJSON: () => key.jwk.y } }],
    ['crv', { crv: ['P-256'] }],
  ])('a key whose %s is no text is of no use, and spoils no other', async (_, change) => {
    expect(await outcome(() => jws(token, { keys: [{ ...key.jwk, ...change }] }, es256))).not.toBe('ok');
    expect(await outcome(() => jws(token, { keys }, es256))).toBe('ok');
  });
});

describe('verifyJws', () => {
  it('refuses with what a client gets: status, challenge, and no token', async () => {
    const forged = signParts(makeKey('ES256'), { alg: 'ES256', kid: 'key-1' }, 'any bytes');
    const error = await verifyJws(forged, { keys }, es256).catch((thrown: unknown) => thrown);
    expect(AuthError.isInstance(error) && error.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    expect(error).toMatchObject({ status: 401, reason: 'bad_signature' });
    expect(JSON.stringify(error) + String(error)).not.toContain(forged.split('.')[2]);
  });

  it('an HMAC under the published key is refused before any key is looked at (CVE-2026-22818)', async () => {
    const forged = signHmac(JSON.stringify(key.jwk), { kid: 'key-1' }, {});
    expect(await outcome(() => verifyJws(forged, { keys }, es256))).toBe('bad_signature');
  });

  it('whatever is passed, the error is a declared one', async () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    const set = fc.oneof(anything, fc.constant({ keys }), fc.record({ keys: fc.array(anything) }));
    const demands = fc.oneof(anything, fc.constant(es256), fc.record({ algorithms: anything }));
    const text = fc.oneof(anything, fc.string(), fc.constant(token));
    await fc.assert(
      fc.asyncProperty(text, set, demands, async (one, two, three) => {
        const what = await outcome(() => verifyJws(one as never, two as never, three as never));
        expect(what).not.toMatch(/^undeclared/);
        if (what === 'ok') expect(one).toBe(token);
      }),
      { numRuns: 1_000 },
    );
  });

  it('whatever a key is, the error is a declared one', async () => {
    const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'use', 'key_ops', 'alg', 'd'];
    const value = fc.oneof(fc.anything(), fc.constantFrom('EC', 'RSA', 'OKP', 'oct', 'P-256', 'Ed25519', 'AQAB'));
    const change = fc.dictionary(fc.constantFrom(...members), value);
    const base = fc.constantFrom(...['ES256', 'RS256', 'EdDSA'].map((alg) => makeKey(alg).jwk));
    const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const;
    await fc.assert(
      fc.asyncProperty(base, change, fc.constantFrom(...algorithms), async (jwk, other, alg) => {
        const unsigned = `${segment({ alg, kid: 'key-1' })}.e30.${'A'.repeat(86)}`;
        for (const { jws } of [onNode, onJose]) {
          const what = await outcome(() => jws(unsigned, { keys: [{ ...jwk, ...other }] }, { algorithms }));
          expect(['bad_signature', 'unknown_key', 'provider_malformed']).toContain(what);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('getters and proxies that throw are misuse', async () => {
    const hostile = new Proxy({}, { get: () => null?.['x' as never] ?? JSON.parse('') });
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    for (const bad of [hostile, { keys: proxy }, { keys: [proxy] }]) {
      expect(await outcome(() => verifyJws(token, bad as never, es256))).toMatch(
        /^(invalid_options|provider_malformed)$/,
      );
    }
    expect(await outcome(() => verifyJws(token, { keys }, hostile as never))).toBe('invalid_options');
  });
});
