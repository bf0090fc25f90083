import { describe, expect, it } from 'vitest';
import { withOverrides } from './endpoints.ts';

describe('an endpoint with the URL of another', () => {
  const declared = {
    userinfo: { url: 'https://acme.test/graphql', method: 'POST', body: { query: '{ me { id name } }' } },
    liveness: { sameUrlAs: 'userinfo', method: 'POST', body: { query: '{ me { id } }' } },
  } as const;
  const liveness = { method: 'POST', body: { query: '{ me { id } }' } };

  it('is a request of its own', () => {
    expect(withOverrides('acme', declared, undefined)).toEqual({
      userinfo: declared.userinfo,
      liveness: { ...liveness, url: 'https://acme.test/graphql' },
    });
  });

  it('moves with the other, so that an override leaves nothing behind', () => {
    const moved = { ...liveness, url: 'http://127.0.0.1:9/gql' };
    const bare = withOverrides('acme', declared, { userinfo: 'http://127.0.0.1:9/gql' });
    expect(bare.liveness).toEqual(moved);
    const whole = withOverrides('acme', declared, { userinfo: { url: 'http://127.0.0.1:9/gql', method: 'GET' } });
    expect(whole.liveness).toEqual(moved);
  });

  it('can be moved alone, with its own method and body', () => {
    const { userinfo, liveness: moved } = withOverrides('acme', declared, { liveness: 'https://acme.test/alive' });
    expect([userinfo, moved]).toEqual([declared.userinfo, { ...liveness, url: 'https://acme.test/alive' }]);
  });

  it.each([
    ['one that is not there', { liveness: { sameUrlAs: 'userinfo' } }],
    ['a list of issuers', { userinfo: ['https://a.test', 'https://b.test'], liveness: { sameUrlAs: 'userinfo' } }],
    ['itself', { liveness: { sameUrlAs: 'liveness' } }],
  ])('is refused when the other is %s', (_, endpoints) => {
    expect(() => withOverrides('acme', endpoints, undefined)).toThrow('endpoint `liveness` has the URL of');
  });
});
