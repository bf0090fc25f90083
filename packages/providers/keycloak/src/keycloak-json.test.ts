import { afterEach, describe, expect, it, vi } from 'vitest';
import { keycloak } from './keycloak.ts';
import { keycloakJson } from './keycloak-json.ts';

const file = {
  realm: 'acme',
  'auth-server-url': 'https://kc.example.com/auth/',
  'ssl-required': 'external',
  resource: 'rest-api',
  credentials: { secret: 'from the file' },
  'confidential-port': 0,
};

const env = (name: string) => ['$', `{env.${name}}`].join('');

afterEach(() => void vi.unstubAllEnvs());

describe('keycloakJson', () => {
  it('makes options that the provider takes, with the path of old servers', () => {
    const { options, notices } = keycloakJson(file);
    expect(options).toEqual({
      issuer: 'https://kc.example.com/auth/realms/acme',
      audience: 'rest-api',
      clientId: 'rest-api',
      clientSecret: 'from the file',
      roles: 'realm',
    });
    expect(keycloak({ ...options, mode: 'introspection' }).accepts).toMatchObject([{ token: 'opaque' }]);
    expect(notices.map((text) => text.split('`')[1])).toEqual([
      'verify-token-audience',
      'ssl-required',
      'confidential-port',
    ]);
    expect(notices.join()).not.toContain('from the file');
  });

  it.each([
    ['server-url', 'client-id'],
    ['serverUrl', 'clientId'],
    ['authServerUrl', 'clientId'],
  ])('reads the other names %s and %s', (server, client) => {
    const { options } = keycloakJson({
      realm: 'acme',
      [server]: 'https://kc.example.com',
      [client]: 'rest-api',
      secret: 'x',
    });
    expect(options).toMatchObject({
      issuer: 'https://kc.example.com/realms/acme',
      audience: 'rest-api',
      clientSecret: 'x',
    });
  });

  it('reads roles of the client where the file says so', () => {
    expect(keycloakJson({ ...file, 'use-resource-role-mappings': true }).options.roles).toEqual({
      client: 'rest-api',
    });
  });

  it('gives a public client no secret', () => {
    expect(keycloakJson({ ...file, 'public-client': true }).options.clientSecret).toBeUndefined();
  });

  it('puts in names of the environment, and what stands in for absent ones', () => {
    const named = {
      ...file,
      realm: env('REALM:acme'),
      credentials: { secret: env('SECRET') },
      resource: `a-${env('ONE')}-${env('TWO:b:c')}`,
    };
    vi.stubEnv('ONE', '1');
    expect(() => keycloakJson(named)).toThrow('`secret` names SECRET');
    vi.stubEnv('SECRET', 'hidden');
    const { options } = keycloakJson(named);
    expect(options).toMatchObject({
      issuer: expect.stringMatching(/\/acme$/),
      clientSecret: 'hidden',
      clientId: 'a-1-b:c',
    });
    vi.stubEnv('REALM', 'other');
    expect(keycloakJson(named).options.issuer).toMatch(/\/other$/);
  });

  it.each([
    ['realm-public-key', { ...file, 'realm-public-key': 'MIIB' }],
    ['policy-enforcer', { ...file, 'policy-enforcer': {} }],
    ['realm', { ...file, realm: undefined }],
    ['resource', { ...file, resource: '' }],
    ['auth-server-url', { ...file, 'auth-server-url': 7 }],
  ])('names `%s`, which it can not take or needs', (name, bad) => {
    expect(() => keycloakJson(bad)).toThrow(expect.objectContaining({ code: 'invalid_options', path: [name] }));
  });
});
