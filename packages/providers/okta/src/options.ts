import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const issuer = z
  .url()
  .refine((url) => !url.endsWith('/'), 'has a slash at its end, which no issuer of Okta has')
  .refine((url) => !/^https:\/\/[^/]+-admin\./.test(url), 'is the host of the Admin Console: leave `-admin` out');
const shape = z.strictObject({
  /** Of a custom authorization server, `https://{domain}/oauth2/{id}`; with `mode: 'org'` `https://{domain}`. */
  issuer,
  /** Other names of the same server: with a dynamic issuer, or while a custom domain comes or goes. */
  otherIssuers: z.array(issuer).default([]),
  /** `jwt` proves locally. `introspection` asks, and so sees revocations. `org` asks the org authorization server. */
  mode: z.enum(['jwt', 'introspection', 'org']).default('jwt'),
  /** The one audience of the custom server. Every application that its policies let in gets it. */
  audience: text.optional(),
  /** Client ids (`cid`) whose tokens are let in. @default all that the server's policies let in */
  clientIds: z.array(text).min(1).optional(),
  /** Our own registration: for introspection, and for the OAuth client. */
  clientId: text.optional(),
  clientSecret: secret().optional(),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).default('client_secret_basic'),
  /** Scopes that a login requests; `offline_access` brings a refresh token. */
  scopes: z.array(text).default(['openid', 'profile', 'email']),
});

type Given = z.output<typeof shape>;
const isOrg = ({ mode }: Given) => mode === 'org';
const pathOf = (url: string) => url.replace(/^\w+:\/\/[^/?#]+/, '');
const mayAsk = (o: Given) => o.clientSecret !== undefined && o.clientAuthentication !== 'none';
const checks: readonly (readonly [name: keyof Given, error: string, holds: (given: Given) => boolean])[] = [
  ['issuer', 'is no https://{domain}/oauth2/{id}', (o) => isOrg(o) || /^\/oauth2\/[\w-]+$/.test(pathOf(o.issuer))],
  ['issuer', "is not https://{domain}, as `mode: 'org'` needs", (o) => !isOrg(o) || pathOf(o.issuer) === ''],
  ['otherIssuers', 'differ in the host alone', (o) => o.otherIssuers.every((url) => pathOf(url) === pathOf(o.issuer))],
  ['audience', "is needed, but with `mode: 'org'`: there it is Okta", (o) => isOrg(o) === (o.audience === undefined)],
  ['clientIds', "is needed with `mode: 'org'`: nothing else binds", (o) => !isOrg(o) || o.clientIds !== undefined],
  ['clientId', 'is needed with `clientSecret`', (o) => o.clientSecret === undefined || o.clientId !== undefined],
  ['clientSecret', 'is needed to ask about tokens, and sent', (o) => o.mode === 'jwt' || mayAsk(o)],
];

/** Options of the factory, besides those that every provider has. */
export const options = shape.superRefine((given, { addIssue }) => {
  for (const [name, message, holds] of checks) if (!holds(given)) addIssue({ code: 'custom', path: [name], message });
});
