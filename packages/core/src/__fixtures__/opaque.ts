import { z } from 'zod';
import { defineProvider } from '../provider/define.ts';
import type { DocumentReading } from '../provider/endpoint.ts';
import { introspection } from '../provider/inspection.ts';
import type { CommonOptions, Provider, ProviderClient } from '../provider/provider.ts';
import { type OpaqueSpec, opaque } from '../provider/rule.ts';
import { toSecret } from '../provider/secret.ts';

/** Our registration at the provider in these tests. */
export const ourClient: ProviderClient = {
  id: 'client-1',
  secret: toSecret('s3cret'),
  authentication: 'client_secret_post',
};

type Names = 'authorize' | 'token' | 'userinfo' | 'introspect' | 'revoke' | 'alive';

/** A provider of opaque tokens whose endpoints are on a server. */
export function opaqueProvider(
  base: string,
  spec: Partial<OpaqueSpec<Names>> = {},
  common: CommonOptions = {},
  more: {
    readonly client?: ProviderClient | undefined;
    readonly id?: string;
    readonly grants?: Provider['grants'];
    readonly reading?: DocumentReading;
  } = {},
): Provider {
  const { client = ourClient, id = 'acme', grants, reading } = more;
  const at = (path: string) => `${base}${path}`;
  const factory = defineProvider({
    contract: 1,
    id,
    name: 'Acme',
    options: z.strictObject({}),
    define: () => ({
      endpoints: {
        authorize: at('/authorize'),
        token: at('/token'),
        userinfo: reading === undefined ? at('/userinfo') : { url: at('/userinfo'), ...reading },
        introspect: at('/introspect'),
        revoke: at('/revoke'),
        alive: at('/alive'),
      },
      client,
      ...(grants === undefined ? {} : { grants }),
      accepts: [
        opaque({
          shape: { alphabet: 'token68' },
          binding: 'app',
          inspect: introspection('introspect'),
          attributes: { from: 'inspection', subject: '/sub', username: '/username' },
          ...spec,
        }),
      ],
    }),
  });
  return factory(common);
}

/** A good introspection answer. */
export const active = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  active: true,
  sub: 'member-1',
  client_id: 'client-1',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...more,
});
