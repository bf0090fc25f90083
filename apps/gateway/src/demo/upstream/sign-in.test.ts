import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Issuer, startIssuer } from './__fixtures__/issuer.ts';
import { createSignIn, type Visitor } from './sign-in.ts';
import { demoUsers } from './user.ts';

let issuer: Issuer;
let signIn: (headers: Record<string, string>, query?: string) => Promise<Visitor>;

beforeAll(async () => {
  issuer = await startIssuer('wiki');
  const door = createSignIn(issuer.assertion, demoUsers);
  signIn = (headers, query) => door({ method: 'GET', path: '/', body: '', headers, query: new URLSearchParams(query) });
});
afterAll(() => issuer.stop());

const present = async (sub: string, claims?: Record<string, unknown>): Promise<Visitor> =>
  signIn({ 'x-bearerkit-assertion': await issuer.sign(sub, claims) });
const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

describe('an assertion', () => {
  it('signs its user in, whatever the case of the name', async () => {
    expect(await present('demo-user')).toEqual({ outcome: 'user', user: demoUsers[0] });
    expect(await present('DEMO-USER')).toEqual({ outcome: 'user', user: demoUsers[0] });
  });

  it('is good once (RFC 7519 §4.1.7, jti), also when both copies arrive together', async () => {
    const headers = { 'x-bearerkit-assertion': await issuer.sign('demo-user') };
    const outcomes = await Promise.all([signIn(headers), signIn(headers)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'user']);
    expect(await signIn(headers)).toEqual({ outcome: 'refused', reason: expect.stringContaining('used before') });
  });

  it.each([
    ['of another issuer', { iss: 'https://other.example.com' }, '"iss"'],
    ['for another upstream', { aud: 'code' }, '"aud"'],
    ['that has expired', { exp: seconds(-5) }, '"exp"'],
    ['that lives too long', { exp: seconds(3600) }, 'longer than 60'],
    ['that is not valid yet', { nbf: seconds(300) }, '"nbf"'],
    ['without exp', { exp: undefined }, '"exp"'],
    ['without jti', { jti: undefined }, '"jti"'],
    ['without sub', { sub: undefined }, '"sub"'],
    ['of an unknown user', { sub: 'nobody' }, 'no such user'],
    ['of an inactive user', { sub: 'demo-leaver' }, 'inactive'],
  ])('%s is refused', async (_, claims, reason) => {
    expect(await present('demo-user', claims)).toEqual({ outcome: 'refused', reason: expect.stringContaining(reason) });
  });

  it('that failed did not use up its jti', async () => {
    expect(await present('demo-user', { jti: 'once', aud: 'code' })).toMatchObject({ outcome: 'refused' });
    expect(await present('demo-user', { jti: 'once' })).toMatchObject({ outcome: 'user' });
  });

  it('by a foreign key, by HS256 with the public key or by alg none is refused (RFC 8725 §3.1)', async () => {
    const claims = { iss: issuer.assertion.issuer, aud: 'wiki', sub: 'demo-user', jti: 'forged', exp: seconds(30) };
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const es256 = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'key-1' }).sign(privateKey);
    const { keys } = (await (await fetch(issuer.assertion.jwksUrl)).json()) as { keys: [JWK] };
    const published = await importJWK(keys[0], 'ES256', { extractable: true });
    if (published instanceof Uint8Array) throw new Error('the published key is no public key');
    const spki = await exportSPKI(published);
    const header = { alg: 'HS256', kid: 'key-1' };
    const hs256 = await new SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(spki));
    const jwk = await exportJWK(publicKey);
    const embedded = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', jwk }).sign(privateKey);
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${part({ alg: 'none' })}.${part(claims)}.`;
    for (const forged of [es256, hs256, embedded, none, 'garbage', '']) {
      expect(await signIn({ 'x-bearerkit-assertion': forged })).toMatchObject({ outcome: 'refused' });
    }
  });

  it('sent twice is refused: node joins the two values', async () => {
    const [first, second] = [await issuer.sign('demo-user'), await issuer.sign('demo-admin')];
    expect(await signIn({ 'x-bearerkit-assertion': `${first}, ${second}` })).toMatchObject({ outcome: 'refused' });
  });

  it('by the next key of the gateway is good at once', async () => {
    await issuer.rotate();
    expect(await present('demo-admin')).toMatchObject({ outcome: 'user' });
  });
});

describe('anything else', () => {
  it('that is no credential leaves the client anonymous', async () => {
    const assertion = await issuer.sign('demo-user');
    expect(await signIn({})).toEqual({ outcome: 'anonymous' });
    expect(await signIn({ cookie: 'JSESSIONID=1' })).toEqual({ outcome: 'anonymous' });
    expect(await signIn({ 'x-forwarded-user': 'demo-user', x_bearerkit_assertion: assertion })).toEqual({
      outcome: 'anonymous',
    });
  });

  it.each([
    ['Bearer', { authorization: 'Bearer demo-token' }, ''],
    ['Basic', { authorization: `Basic ${btoa('demo-user:demo-user')}` }, ''],
    ['os_username', {}, 'os_username=demo-user'],
    ['os_password', {}, 'os_password=demo-user'],
  ])('that the client is known by (%s) is refused, also beside a good assertion', async (_, headers, query) => {
    const assertion = await issuer.sign('demo-user');
    expect(await signIn(headers, query)).toMatchObject({ outcome: 'refused' });
    expect(await signIn({ ...headers, 'x-bearerkit-assertion': assertion }, query)).toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('the options', () => {
  it('name another header', async () => {
    const door = createSignIn({ ...issuer.assertion, header: 'X-Who' }, demoUsers);
    const call = { method: 'GET', path: '/', body: '', query: new URLSearchParams() };
    expect(await door({ ...call, headers: { 'x-who': await issuer.sign('demo-user') } })).toMatchObject({
      outcome: 'user',
    });
    expect(await door({ ...call, headers: { 'x-bearerkit-assertion': await issuer.sign('demo-user') } })).toEqual({
      outcome: 'anonymous',
    });
  });

  it('refuse all while the keys cannot be read', async () => {
    const gone = await startIssuer('wiki');
    const assertion = await gone.sign('demo-user');
    await gone.stop();
    const door = createSignIn(gone.assertion, demoUsers);
    const call = { method: 'GET', path: '/', body: '', query: new URLSearchParams() };
    expect(await door({ ...call, headers: { 'x-bearerkit-assertion': assertion } })).toMatchObject({
      outcome: 'refused',
    });
  });
});
