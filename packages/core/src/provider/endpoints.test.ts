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

describe('overrides of endpoints', () => {
  const declared = {
    token: 'https://acme.test/token',
    userinfo: {
      url: 'https://acme.test/graphql',
      method: 'POST',
      headers: { 'x-api': '2' },
      body: { query: '{ me }' },
    },
    checkToken: 'https://acme.test/check',
  } as const;

  it('keep method, headers and body when they are a bare URL', () => {
    const { userinfo, token } = withOverrides('acme', declared, { userinfo: 'http://127.0.0.1:9/gql' });
    expect([userinfo, token]).toEqual([{ ...declared.userinfo, url: 'http://127.0.0.1:9/gql' }, declared.token]);
  });

  it('replace the whole request when they are one, and a URL by a request', () => {
    const get = { url: 'https://eu.acme.test/me', method: 'GET' } as const;
    expect(withOverrides('acme', declared, { userinfo: get, token: get })).toMatchObject({ userinfo: get, token: get });
  });

  it('reach endpoints of the vendor and known ones, and nothing else', () => {
    const reached = withOverrides('acme', declared, { checkToken: 'https://x.test/c', revoke: 'https://x.test/r' });
    expect(reached).toMatchObject({ checkToken: 'https://x.test/c', revoke: 'https://x.test/r' });
    const misspelt = () => withOverrides('acme', declared, { checktoken: 'https://x.test' });
    expect(misspelt).toThrow('acme: no endpoint is named `checktoken`; known are token, userinfo, checkToken, issuer');
  });

  it('of undefined are none, and what is declared is not changed', () => {
    expect(withOverrides('acme', declared, { token: undefined })).toEqual(declared);
    withOverrides('acme', declared, { token: 'https://x.test' });
    expect(declared.token).toBe('https://acme.test/token');
  });
});

describe('URLs of endpoints (rule 22)', () => {
  const url = (value: string) => withOverrides('acme', {}, { token: value }).token;

  it.each([
    'https://acme.test/token',
    'http://localhost:8080/token',
    'http://127.0.0.1/token',
    'http://127.9.9.9:1/',
    'http://[::1]:8080/token',
    'http://2130706433/token',
  ])('may be %s', (value) => expect(url(value)).toBe(value));

  it.each([
    ['http://acme.test/token', 'is http://acme.test, which is neither https nor a loopback address'],
    ['http://10.0.0.1/token', 'neither https nor a loopback'],
    ['http://localhost.acme.test/token', 'neither https nor a loopback'],
    ['http://127.0.0.1.acme.test/token', 'neither https nor a loopback'],
    ['http://[::ffff:10.0.0.1]/token', 'neither https nor a loopback'],
    ['http://0.0.0.0/token', 'neither https nor a loopback'],
    ['ftp://127.0.0.1/token', 'neither https nor a loopback'],
    ['file:/etc/passwd', 'neither https nor a loopback'],
    ['javascript:alert(1)', 'neither https nor a loopback'],
    ['/token', 'is not an absolute URL'],
    ['', 'is not an absolute URL'],
    ['acme.test/token', 'is not an absolute URL'],
    ['https://user:password@acme.test/', 'must not carry a user name or password'],
    ['https://acme.test/token#here', 'must not have a fragment'],
  ])('may not be %s', (value, text) => {
    expect(() => url(value)).toThrow(/^acme: endpoint `token` /);
    expect(() => url(value)).toThrow(text);
    expect(() => url(value)).not.toThrow('password@');
  });

  it('are checked wherever they stand: in a request, and in each issuer of a list', () => {
    const inRequest = () => withOverrides('acme', { userinfo: { url: 'http://acme.test' } }, undefined);
    const inList = () => withOverrides('acme', { issuer: ['https://a.test', 'http://b.test'] }, undefined);
    expect(inRequest).toThrow('endpoint `userinfo` is http://acme.test');
    expect(inList).toThrow('endpoint `issuer` is http://b.test');
  });
});

describe('an endpoint that an operator writes as a request', () => {
  const judge = () => 'good' as const;
  const account = { url: 'https://acme.test/me', headers: { a: 'b' }, judge, subject: '/id' };

  it('is read the way that the provider says all the same: no check goes with the move', () => {
    const moved = { url: 'http://127.0.0.1:9/me', headers: { c: 'd' } };
    expect(withOverrides('acme', { account }, { account: moved })).toEqual({
      account: { ...moved, judge, subject: '/id' },
    });
  });
});

it('a list takes the place of a list alone', () => {
  const urls = ['https://a.test', 'https://b.test'];
  const declared = { issuer: ['https://acme.test'], token: 'https://acme.test/token' };
  expect(withOverrides('acme', declared, { issuer: urls })).toMatchObject({ issuer: urls });
  for (const name of ['token', 'userinfo'])
    expect(() => withOverrides('acme', declared, { [name]: urls })).toThrow(`endpoint \`${name}\` takes one URL`);
});
