import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { AuthError } from '../errors/auth-error.ts';
import { createProviderRegistry } from '../registry.ts';
import { challengeOf, reasonOf, refusal } from './__fixtures__/api.ts';
import { origin, provingClient } from './__fixtures__/client.ts';
import type { DpopSettings } from './settings.ts';

const server = useServer();
const issuer = useIssuer(server);
const client = provingClient();
const jkt = client.thumbprint;
const bound = (more = {}) => issuer.token({ cnf: { jkt }, ...more });
const algs = 'algs="ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256"';
const proofChallenge = (error: string) => challengeOf('DPoP', `error="${error}", `).concat(`, ${algs}`);

const registryOf = (dpop?: DpopSettings) =>
  createProviderRegistry({ a: jwtProvider(server.url) }, { resource: origin, dpop });

describe('a token that is bound to a key (RFC 9449 §7.1)', () => {
  it('passes with its proof, known or not, and each proof once', async () => {
    const registry = registryOf({});
    const token = bound();
    const request = client.request(token);
    const auth = await registry.verify(request);
    expect([auth.subject, auth.token]).toEqual(['member-1', token]);
    expect(await reasonOf(registry, request)).toBe('bad_proof');
    expect(await reasonOf(registry, client.request(token))).toBe('ok');
  });

  it('passes one of fifty requests at once with one proof, the token being new', async () => {
    const registry = registryOf({});
    const request = client.request(bound());
    const reasons = await Promise.all(Array.from({ length: 50 }, () => reasonOf(registry, request)));
    expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(1);
    expect(new Set(reasons)).toEqual(new Set(['ok', 'bad_proof']));
  });

  it('is never known without its proof: peek leaves it to verify', async () => {
    const registry = registryOf({});
    const token = bound();
    const request = client.request(token);
    expect(registry.peek(request)).toBeUndefined();
    await registry.verify(request);
    expect(registry.peek(client.request(token))).toBeUndefined();
    expect(registry.peek({ headers: { authorization: `DPoP ${token}` } })).toBeUndefined();
  });

  it('is checked on every request, whatever is known of it (rule 28)', async () => {
    const registry = registryOf({});
    const token = bound();
    await registry.verify(client.request(token));
    const { proof, request } = client;
    const thief = provingClient();
    expect(await reasonOf(registry, { ...request(token), headers: { authorization: `DPoP ${token}` } })).toBe(
      'proof_required',
    );
    expect(await reasonOf(registry, thief.request(token))).toBe('bad_proof');
    expect(await reasonOf(registry, request(token, proof('another')))).toBe('bad_proof');
    expect(await reasonOf(registry, { ...request(token), method: 'DELETE' })).toBe('bad_proof');
    expect(await reasonOf(registry, { ...request(token), url: '/admin' })).toBe('bad_proof');
    expect(await reasonOf(registry, request(token))).toBe('ok');
  });

  it('RFC 9449 §7.2: is refused as Bearer, known or not, with or without a proof', async () => {
    const registry = registryOf({});
    const token = bound();
    const withProof = {
      ...client.request(token),
      headers: { ...client.request(token).headers, ...bearer(token).headers },
    };
    expect(await reasonOf(registry, bearer(token))).toBe('proof_required');
    expect(await reasonOf(registry, withProof)).toBe('proof_required');
    const known = registry.peek(bearer(token));
    expect(AuthError.isInstance(known) && known.reason).toBe('proof_required');
    expect(await reasonOf(registry, client.request(token))).toBe('ok');
  });

  it('is refused when it is revoked, with the best of proofs', async () => {
    const registry = registryOf({});
    const token = bound();
    await registry.verify(client.request(token));
    await registry.revoke({ token });
    expect(await reasonOf(registry, client.request(token))).toBe('revoked');
  });

  it.each(['DPoP', 'dpop', 'DPOP'])('may come with the scheme written %s (RFC 9110 §11.1)', async (scheme) => {
    const token = bound();
    const dpop = client.proof(token);
    expect(
      await reasonOf(registryOf({}), {
        ...client.request(token),
        headers: { authorization: `${scheme} ${token}`, dpop },
      }),
    ).toBe('ok');
  });

  it('is unsupported where the registry has no `dpop`, as its scheme is', async () => {
    const registry = registryOf();
    const token = bound();
    expect(await reasonOf(registry, bearer(token))).toBe('unsupported_confirmation');
    expect(await reasonOf(registry, bearer(token))).toBe('unsupported_confirmation');
    expect(await reasonOf(registry, client.request(token))).toBe('missing');
    expect((await refusal(registry, client.request(token)))?.headers['www-authenticate']).toBe(
      challengeOf('Bearer').trim(),
    );
  });

  it('may say that it is a DPoP token in its claims, as Keycloak does', async () => {
    expect(await reasonOf(registryOf({}), client.request(bound({ typ: 'DPoP' })))).toBe('ok');
    const token = issuer.token({ typ: 'DPoP' });
    expect(await reasonOf(registryOf({}), client.request(token))).toBe('unsupported_confirmation');
    const sent = bound({ typ: 'DPoP', token_use: 'id' });
    expect(await reasonOf(registryOf({}), client.request(sent))).toBe('id_token');
  });
});

describe('a token that is not bound', () => {
  it('passes as Bearer, and not as DPoP', async () => {
    const registry = registryOf({});
    const token = issuer.token();
    expect(await reasonOf(registry, bearer(token))).toBe('ok');
    expect(AuthError.isInstance(registry.peek(bearer(token)))).toBe(false);
    const refused = await refusal(registry, client.request(token));
    expect(refused?.reason).toBe('bad_proof');
    expect(refused?.detail).toBe('the token is bound to no key: send it as Bearer');
    expect(refused?.headers['www-authenticate']).toBe(proofChallenge('invalid_token'));
  });

  it('is refused by a route with `dpop`, and everywhere with `required`', async () => {
    const token = issuer.token();
    const [open, closed] = [registryOf({}), registryOf({ required: true })];
    expect(await reasonOf(open, bearer(token))).toBe('ok');
    expect(await reasonOf(open, bearer(token), { dpop: true })).toBe('proof_required');
    const known = open.peek(bearer(token), { dpop: true });
    expect(AuthError.isInstance(known) && known.reason).toBe('proof_required');
    expect(await reasonOf(closed, bearer(token))).toBe('proof_required');
    expect(await reasonOf(closed, client.request(bound()), { dpop: true })).toBe('ok');
  });
});

describe('a binding of another kind is refused (RFC 8705 §3.1, RFC 7800 §3)', () => {
  it.each<[string, unknown]>([
    ['to a certificate', { 'x5t#S256': jkt }],
    ['to a certificate too', { jkt, 'x5t#S256': jkt }],
    ['to a key by value', { jwk: client.jwk }],
    ['to a key id', { kid: 'key-1' }],
    ['to a key and more', { jkt, other: 1 }],
    ['to a thumbprint of another length', { jkt: jkt.slice(1) }],
    ['to a thumbprint that is none', { jkt: `${jkt.slice(1)}=` }],
    ['to several thumbprints', { jkt: [jkt] }],
    ['to nothing', {}],
    ['that is a list', [{ jkt }]],
    ['that is a text', jkt],
    ['that is null', null],
  ])('%s', async (_, cnf) => {
    const token = issuer.token({ cnf });
    expect(await reasonOf(registryOf({}), client.request(token))).toBe('unsupported_confirmation');
    expect(await reasonOf(registryOf({}), bearer(token))).toBe('unsupported_confirmation');
  });
});

describe('RFC 9449 §6.2: what introspection says of the token', () => {
  const opaque = () => createProviderRegistry({ a: opaqueProvider(server.url) }, { resource: origin, dpop: {} });

  it('binds it, and is asked once', async () => {
    server.on('/introspect', json(active({ cnf: { jkt }, token_type: 'DPoP' })));
    const registry = opaque();
    expect(await reasonOf(registry, client.request('opaque-1'))).toBe('ok');
    expect(await reasonOf(registry, client.request('opaque-1'))).toBe('ok');
    expect(await reasonOf(registry, provingClient().request('opaque-1'))).toBe('bad_proof');
    expect(server.count('/introspect')).toBe(1);
    expect(await reasonOf(registry, bearer('opaque-1'))).toBe('proof_required');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['the type DPoP without a key', { token_type: 'DPoP' }],
    ['a certificate', { cnf: { 'x5t#S256': jkt } }],
    ['a thumbprint that is none', { token_type: 'DPoP', cnf: { jkt: 'x' } }],
  ])('refuses it with %s', async (_, more) => {
    server.on('/introspect', json(active(more)));
    expect(await reasonOf(opaque(), client.request('opaque-1'))).toBe('unsupported_confirmation');
  });
});

describe('two credentials are 400 (RFC 6750 §3.1, RFC 9449 §7.2)', () => {
  it.each([
    ['DPoP and Bearer', 'DPoP', 'Bearer'],
    ['Bearer and DPoP', 'Bearer', 'DPoP'],
    ['DPoP twice', 'DPoP', 'DPoP'],
    ['Basic and DPoP', 'Basic', 'DPoP'],
  ])('%s, raw and joined', async (_, one, other) => {
    const token = bound();
    const values = [`${one} ${token}`, `${other} ${token}`];
    const dpop = client.proof(token);
    const raw = values.flatMap((value) => ['Authorization', value]);
    expect(await reasonOf(registryOf({}), { ...client.request(token), rawHeaders: [...raw, 'DPoP', dpop] })).toBe(
      'two_credentials',
    );
    const joined = new Headers([...values.map((value): [string, string] => ['authorization', value]), ['dpop', dpop]]);
    expect(await reasonOf(registryOf({}), { ...client.request(token), headers: joined })).toBe('two_credentials');
  });

  it('and a DPoP credential that can not be read is malformed', async () => {
    for (const authorization of ['DPoP', 'DPoP ', 'DPoP a b', 'DPoP "a"']) {
      expect(await reasonOf(registryOf({}), { headers: { authorization } })).toBe('malformed');
    }
  });
});

it('a replay guard that can not tell is 503, for these tokens only (rule 53)', async () => {
  const use = () => Promise.reject(new Error('redis://secret@host'));
  const registry = registryOf({ replayGuard: { scope: 'process', use } });
  const refused = await refusal(registry, client.request(bound()));
  expect([refused?.status, refused?.reason, refused?.headers['retry-after']]).toEqual([503, 'store_unavailable', '5']);
  expect(JSON.stringify([refused?.message, refused?.detail])).not.toContain('secret');
  expect(await reasonOf(registry, bearer(issuer.token()))).toBe('ok');
});
