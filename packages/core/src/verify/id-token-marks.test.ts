import { describe, expect, it } from 'vitest';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { outcome } from '../__fixtures__/registry.ts';
import { useServer } from '../__fixtures__/server.ts';
import type { JwtSpec } from '../provider/rule.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
const issuer = useIssuer(server);
type Spec = Partial<JwtSpec<'issuer' | 'userinfo'>>;
/** We are `client-1` at the provider. */
const ours = (spec: Spec = {}) =>
  createProviderRegistry({
    a: { ...jwtProvider(server.url, spec), client: { id: 'client-1', authentication: 'none' as const } },
  });
const token = (claims: Readonly<Record<string, unknown>>) =>
  issuer.token({ aud: 'client-1', client_id: undefined, ...claims }, { typ: 'JWT' });

describe('what was issued to our client about a sign-in (rule 11, OIDC Core §2)', () => {
  const both = { audience: ['client-1', api] } as const;

  it('is an ID token, whether or not the rule lists clients', async () => {
    const signIn = token({ amr: ['pwd'] });
    expect(await outcome(ours(both), signIn)).toBe('id_token');
    expect(await outcome(ours({ ...both, clients: ['other'] }), signIn)).toBe('id_token');
    expect(await outcome(createProviderRegistry({ a: jwtProvider(server.url, both) }), signIn)).toBe('ok');
  });

  it.each([{ scope: 'read' }, { scp: ['read'] }, { client_id: 'client-1' }])(
    'is none with %j, which only access tokens have (RFC 9068 §2.2)',
    async (claims) => expect(await outcome(ours(both), token({ auth_time: now(), acr: '1', ...claims }))).toBe('ok'),
  );

  it('is none without a mark of the sign-in, and none with another audience beside', async () => {
    expect(await outcome(ours(both), token({}))).toBe('ok');
    expect(await outcome(ours(both), token({ amr: ['pwd'], aud: ['client-1', api] }))).toBe('ok');
  });

  it('is told by what betrays it', async () => {
    const failed = async (spec: Spec, claims: Readonly<Record<string, unknown>>) => {
      const { checks } = await ours(spec).explain(token(claims));
      return checks.find(({ outcome: result }) => result === 'failed');
    };
    expect(await failed({ audience: api }, {})).toMatchObject({ check: 'not an ID token', seen: 'aud' });
    for (const name of ['auth_time', 'acr', 'amr']) {
      expect(await failed(both, { [name]: 'x' })).toMatchObject({ check: 'not an ID token', seen: name });
    }
  });
});

describe('whose client obtained it', () => {
  it('is judged by the list of the rule, by our own where there is no list', async () => {
    const spec = { audience: undefined, clients: ['other'] } as const;
    expect(await outcome(ours(spec), issuer.token())).toBe('wrong_app');
    expect(await outcome(ours(spec), issuer.token({ client_id: 'other' }))).toBe('ok');
  });

  it('is no text: that is no client', async () => {
    const spec = { audience: undefined, clients: ['client-1'] } as const;
    expect(await outcome(ours(spec), issuer.token({ client_id: 7, azp: null }))).toBe('wrong_app');
  });
});
