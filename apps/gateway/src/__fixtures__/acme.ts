import { defineProvider, introspection, opaque } from '@bearerkit/core/provider';
import { z } from 'zod';

/** A provider whose e-mail has no mark and that says nothing of its being verified. */
export const acme = defineProvider({
  contract: 1,
  id: 'acme',
  name: 'Acme',
  options: z.strictObject({}),
  define: () => ({
    endpoints: { introspect: 'https://acme.test/introspect' },
    client: { id: 'c', authentication: 'none' },
    accepts: [
      opaque({
        shape: { prefix: 'acme_', alphabet: 'hex' },
        binding: 'app',
        inspect: introspection('introspect'),
        attributes: { from: 'inspection', subject: '/sub', username: '/username', email: '/email' },
      }),
    ],
  }),
});
