import { describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer, outcome, quickHttp } from '../__fixtures__/registry.ts';
import { hang, json, status, useServer } from '../__fixtures__/server.ts';
import { AuthError } from '../errors/auth-error.ts';
import { userinfoProof } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryRevocationStore } from '../stores/memory.ts';

const server = useServer();
const issuer = useIssuer(server);
const http = quickHttp(1_000);
const make = (spec: Parameters<typeof opaqueProvider>[1] = {}, grants?: Parameters<typeof opaqueProvider>[3]) =>
  createProviderRegistry({ a: opaqueProvider(server.url, spec, {}, grants) }, { http });

describe('clientCredentials (RFC 6749 §4.4)', () => {
  const machine = () => make({ binding: 'login' }, { grants: ['client_credentials'] });

  it('asks for a token for ourselves, which then counts as ours', async () => {
    server.on('/token', json({ access_token: 'machine-1', token_type: 'bearer' }));
    server.on('/introspect', json(active({ sub: 'client-1' })));
    const made = machine();
    const parameters = { audience: 'https://x.test', grant_type: 'password' };
    await made.client('a').clientCredentials({ scopes: ['x', 'y'], parameters });
    expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({
      audience: 'https://x.test',
      grant_type: 'client_credentials',
      scope: 'x y',
      client_id: 'client-1',
      client_secret: 's3cret',
    });
    expect((await made.verify(bearer('machine-1'))).kind).toBe('client');
  });

  it('is unsupported where the provider has no such grant, without a call', async () => {
    await expect(make().client('a').clientCredentials()).rejects.toMatchObject({
      code: 'unsupported',
      message: 'Acme has no client_credentials grant',
    });
    expect(server.calls).toEqual([]);
  });
});

describe('revoke (RFC 7009)', () => {
  it('refuses here first, and then tells the provider', async () => {
    server.on('/revoke', status(200));
    server.on('/introspect', json(active()));
    const made = make();
    expect(await outcome(made, 'token-1')).toBe('ok');
    await made.client('a').revoke('token-1');
    expect(await outcome(made, 'token-1')).toBe('revoked');
    expect(Object.fromEntries(server.calls.at(-1)?.form ?? [])).toEqual({
      token: 'token-1',
      client_id: 'client-1',
      client_secret: 's3cret',
    });
  });

  it.each([
    ['refuses', json({ error: 'unsupported_token_type' }, 400), 'unsupported_token_type'],
    ['refuses in words of its own', json({ error: 'canary: <b>' }, 400), 'provider_unreachable'],
    ['is down', status(503), 'provider_unreachable'],
    ['does not answer', hang, 'provider_unreachable'],
  ])('the provider %s: told, and the token is refused here all the same', async (_, handler, code) => {
    server.on('/revoke', handler);
    const made = make();
    const error = await made
      .client('a')
      .revoke('token-1')
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toMatch(/canary|token-1/);
    expect(await outcome(made, 'token-1')).toBe('revoked');
  });

  it('a provider without the endpoint is not asked', async () => {
    const { revoke, ...endpoints } = opaqueProvider(server.url).endpoints;
    const made = createProviderRegistry({ a: { ...opaqueProvider(server.url), endpoints } });
    await made.client('a').revoke('token-1');
    expect([server.calls.length, revoke]).toEqual([0, `${server.url}/revoke`]);
    expect(await outcome(made, 'token-1')).toBe('revoked');
  });

  it('that can not be kept here does not go on to the provider', async () => {
    const revocations = { ...memoryRevocationStore(), add: () => Promise.reject(new Error('disk full')) };
    const made = createProviderRegistry({ a: opaqueProvider(server.url) }, { revocations });
    await expect(made.client('a').revoke('token-1')).rejects.toThrow('disk full');
    expect(server.calls).toEqual([]);
  });
});

describe('userinfo', () => {
  it.each([{}, { token: '' }, 'token-1'])(
    'without a token as an option (%o) asks nobody, and says how',
    async (given) => {
      const asked = make()
        .client('a')
        .userinfo(given as { readonly token: string });
      await expect(asked).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('{ token }'),
      });
      expect(server.calls).toEqual([]);
    },
  );

  it('asks with the token', async () => {
    server.on('/userinfo', json({ id: 'member-1' }));
    expect(await make().client('a').userinfo({ token: 'token-1' })).toMatchObject({ profile: { id: 'member-1' } });
    expect(server.calls[0]?.headers.authorization).toBe('Bearer token-1');
  });

  it.each([
    [401, 'inactive'],
    [500, 'provider_unreachable'],
    [429, 'provider_rate_limited'],
  ])('status %d is %s', async (code, expected) => {
    server.on('/userinfo', status(code));
    await expect(make().client('a').userinfo({ token: 'token-1' })).rejects.toMatchObject({ code: expected });
  });

  it('reads the answer as the proof of the provider does', async () => {
    const judge = ({ document }: { document?: object | undefined }) =>
      document && 'errors' in document ? 'bad' : undefined;
    server.on('/alive', json({ errors: [] }));
    const made = make({
      binding: 'login',
      inspect: userinfoProof('alive', { judge }),
      attributes: { from: 'alive', subject: '/id' },
    });
    await expect(made.client('a').userinfo({ token: 'token-1' })).rejects.toMatchObject({ code: 'inactive' });
  });

  it('is unsupported without an endpoint', async () => {
    const { userinfo, ...endpoints } = opaqueProvider(server.url).endpoints;
    const made = createProviderRegistry({ a: { ...opaqueProvider(server.url), endpoints } });
    await expect(made.client('a').userinfo({ token: 'token-1' })).rejects.toMatchObject({ code: 'unsupported' });
    expect(userinfo).toBeDefined();
  });
});

describe('profile of an identity', () => {
  const verified = async () =>
    createProviderRegistry({ a: jwtProvider(server.url) }, { http }).verify(bearer(issuer.token()));

  it('is the userinfo answer, fetched once', async () => {
    server.on('/userinfo', json({ sub: 'member-1', name: 'A Member' }));
    const auth = await verified();
    expect(server.count('/userinfo')).toBe(0);
    expect(await Promise.all([auth.profile(), auth.profile()])).toEqual(
      Array(2).fill({ sub: 'member-1', name: 'A Member' }),
    );
    await auth.profile();
    expect(server.count('/userinfo')).toBe(1);
  });

  it.each([
    ['where the token may not call it', status(401)],
    ['where the answer is about somebody else (rule 14)', json({ sub: 'member-2' })],
  ])('is the claims %s', async (_, handler) => {
    server.on('/userinfo', handler);
    const auth = await verified();
    expect(await auth.profile()).toBe(auth.claims);
  });

  it('is 503 while the provider can not be asked, and asked for anew afterwards', async () => {
    server.on('/userinfo', status(500));
    const auth = await verified();
    const error = await auth.profile().catch((reason: unknown) => reason);
    expect(AuthError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ status: 503, reason: 'provider_unreachable' });
    server.on('/userinfo', json({ sub: 'member-1' }));
    expect(await auth.profile()).toEqual({ sub: 'member-1' });
  });

  it('of an inspected token is asked for at userinfo', async () => {
    server.on('/introspect', json(active()));
    server.on('/userinfo', json({ sub: 'member-1', name: 'A Member' }));
    const auth = await make().verify(bearer('token-1'));
    expect(await auth.profile()).toEqual({ sub: 'member-1', name: 'A Member' });
  });

  it('is what the proof read where that was userinfo', async () => {
    const provider = opaqueProvider(
      server.url,
      { binding: 'none', inspect: userinfoProof('userinfo'), attributes: { from: 'userinfo', subject: '/id' } },
      { acceptTokensOfAnyApp: true },
    );
    server.on('/userinfo', json({ id: 'member-1', more: 1 }));
    const auth = await createProviderRegistry({ a: provider }).verify(bearer('token-1'));
    expect(await auth.profile()).toEqual({ id: 'member-1', more: 1 });
    expect(server.count('/userinfo')).toBe(1);
  });
});
