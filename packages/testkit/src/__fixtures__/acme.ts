import { defineProvider, introspection, opaque, secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const marks = { mutable: true, reassignable: true };

/** A provider with everything that the contract looks at: a login, tokens of persons and machines, a userinfo. */
export const acme = defineProvider({
  contract: 1,
  id: 'acme',
  name: 'Acme',
  options: z.strictObject({ clientId: z.string().min(1), clientSecret: secret() }),
  setup: { registerUrl: 'https://acme.example/applications', steps: ['Register an application.'] },
  quirks: [
    { id: 'commas', summary: 'Scopes have commas.', source: 'https://acme.example/docs', checked: '2026-08-01' },
  ],
  define: ({ clientId, clientSecret }) => ({
    endpoints: {
      authorize: 'https://acme.example/authorize',
      token: 'https://acme.example/token',
      introspect: 'https://acme.example/introspect',
      userinfo: 'https://acme.example/userinfo',
      revoke: 'https://acme.example/revoke',
    },
    client: { id: clientId, secret: clientSecret, authentication: 'client_secret_basic' },
    scopes: { request: ['profile', 'email'], separator: ',', parameter: 'permissions' },
    authorizeParameters: { access_type: 'offline' },
    grants: ['authorization_code', 'refresh_token', 'client_credentials'],
    accepts: [
      opaque({
        shape: { prefix: 'acmeu_', alphabet: 'token68' },
        binding: 'app',
        inspect: introspection('introspect'),
        attributes: {
          from: 'userinfo',
          subject: { pointer: '/sub', from: 'inspection' },
          username: { pointer: '/login', ...marks },
          email: { pointer: '/email', ...marks },
          emailVerified: '/email_verified',
          name: { pointer: '/name', ...marks },
          groups: '/groups',
        },
      }),
      opaque({
        shape: { prefix: 'acmem_', alphabet: 'token68' },
        kind: 'client',
        binding: 'app',
        inspect: introspection('introspect'),
        attributes: { from: 'inspection', subject: '/client_id' },
      }),
    ],
    refuses: [{ shape: { prefix: 'acmer_', alphabet: 'token68' }, reason: 'refresh_token' }],
  }),
});
