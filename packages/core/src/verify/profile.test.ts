import { beforeEach, describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { bearer } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import { userinfoProof } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
const member = { sub: 'member-1', name: 'A Member' };
beforeEach(() => server.on('/userinfo', json(member)));

describe('the profile of a caller', () => {
  it('is the claims, where the provider has no userinfo endpoint', async () => {
    const about = { issuer: server.url, jwks_uri: `${server.url}/jwks` };
    server.on('/.well-known/openid-configuration', json(about));
    const auth = await createProviderRegistry({ a: jwtProvider(server.url) }).verify(bearer(issuer.token()));
    expect(await auth.profile()).toBe(auth.claims);
    expect(server.count('/userinfo')).toBe(0);
  });

  it('is the answer of userinfo, where the token names nobody itself and another document did', async () => {
    server.on('/introspect', json(active({ sub: undefined, user: 'member-1' })));
    const attributes = { from: 'inspection', subject: '/user' } as const;
    const made = createProviderRegistry({ a: opaqueProvider(server.url, { attributes }) });
    expect(await (await made.verify(bearer('token-1'))).profile()).toEqual(member);
  });

  it('is the answer of userinfo, where we only remember to have obtained the token', async () => {
    server.on('/token', json({ access_token: 'token-1', token_type: 'bearer' }));
    const attributes = { from: 'userinfo', subject: '/sub' } as const;
    const rule = { binding: 'login', inspect: undefined, attributes } as const;
    const made = createProviderRegistry({ a: opaqueProvider(server.url, rule) });
    await made.client('a').exchange({ code: 'x', redirectUri: 'https://app.test/cb' });
    const auth = await made.verify(bearer('token-1'));
    expect([auth.claims, await auth.profile()]).toEqual([{}, member]);
  });
});

describe('documents of a token that names nobody itself', () => {
  it('may name somebody: there is nothing to compare', async () => {
    server.on('/alive', json({ sub: 'member-1', name: 'A Member' }));
    server.on('/userinfo', json({ id: '7' }));
    const name = { pointer: '/name', from: 'alive', mutable: true } as const;
    const rule = {
      binding: 'none',
      inspect: userinfoProof('userinfo'),
      attributes: { from: 'userinfo', subject: '/id', name },
    } as const;
    const provider = opaqueProvider(server.url, rule, { acceptTokensOfAnyApp: true });
    const auth = await createProviderRegistry({ a: provider }).verify(bearer('token-1'));
    expect([auth.subject, auth.name]).toEqual(['7', 'A Member']);
  });
});
