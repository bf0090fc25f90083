import { createProviderRegistry, type ProviderRegistry } from '@bearerkit/core';
import { defineProvider, introspection, opaque, secret } from '@bearerkit/core/provider';
import { z } from 'zod';
import { json } from '../fake/answer.ts';
import { createFakeServer, type FakeServer } from '../fake/server.ts';

/** Identifier of the API under test. */
export const resource = 'https://api.example.com';

/** A provider whose opaque tokens begin with a prefix and are inspected (RFC 7662); their audience is ours. */
export const acme = defineProvider({
  contract: 1,
  id: 'acme',
  name: 'Acme',
  options: z.strictObject({ prefix: z.string(), url: z.string(), clientSecret: secret() }),
  define: ({ prefix, url, clientSecret }) => ({
    endpoints: { introspect: `${url}/introspect` },
    client: { id: 'contract', secret: clientSecret, authentication: 'client_secret_basic' },
    accepts: [
      opaque({
        shape: { prefix, alphabet: 'token68' },
        binding: 'audience',
        audience: resource,
        inspect: introspection('introspect'),
        attributes: { from: 'inspection', subject: '/sub' },
      }),
    ],
  }),
});

/** A registry for tests of guarded routes, and the provider server behind it. */
export interface TestRegistry {
  readonly registry: ProviderRegistry<'acme' | 'other', undefined>;
  readonly provider: FakeServer;
  stop(): Promise<void>;
}

/**
 * Starts a provider server on 127.0.0.1 and a registry of the resource `https://api.example.com` that knows it as
 * `acme` and, for another prefix, as `other`.
 *
 * `acme_member-1` and `other_member-1` are good tokens of the subject `member-1` with the scope `orders:read`;
 * `acme_member-1.write` has `orders:write` too. Any number will do; every other token is not active. With `~` and a
 * thumbprint behind it a token is bound to that key (RFC 9449), and wants a proof with each request.
 */
export async function startTestRegistry(): Promise<TestRegistry> {
  const provider = await createFakeServer({
    routes: {
      'POST /introspect': ({ form }) => {
        const [, sub, more, jkt] =
          /^[a-z]+_(member-\d+)(\.write)?(?:~([\w-]{43}))?$/.exec(form.get('token') ?? '') ?? [];
        if (sub === undefined) return json({ active: false });
        const scope = more === undefined ? 'orders:read' : 'orders:read orders:write';
        const bound = jkt === undefined ? {} : { token_type: 'DPoP', cnf: { jkt } };
        return json({ active: true, sub, scope, aud: resource, client_id: 'somebody', ...bound });
      },
    },
  });
  const options = { url: provider.url, clientSecret: 'contract-secret' };
  const registry = createProviderRegistry(
    { acme: acme({ ...options, prefix: 'acme_' }), other: acme({ ...options, prefix: 'other_' }) },
    { resource, dpop: {} },
  );
  return {
    registry,
    provider,
    stop: async () => {
      await provider.stop();
      await registry.close();
    },
  };
}
