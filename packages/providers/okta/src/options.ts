import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const text = z.string().min(1);
const issuer = z
  .url()
  .refine((url) => !url.endsWith('/'), 'has a slash at its end, which no issuer of Okta has')
  .refine((url) => !/^https:\/\/[^/]+-admin\./.test(url), 'is the host of the Admin Console: leave `-admin` out');
const pathOf = (url: string) => url.replace(/^\w+:\/\/[^/]+/, '');
const isNeeded = (where: string) => `is needed with \`mode: '${where}'\``;

/** Options of the factory, besides those that every provider has. */
export const options = z
  .strictObject({
    /** Issuer of a custom authorization server, `https://{domain}/oauth2/{id}`; with `mode: 'org'` `https://{domain}`. */
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
  })
  .refine(({ issuer, mode }) => mode === 'org' || /^\/oauth2\/[^/]+$/.test(pathOf(issuer)), {
    path: ['issuer'],
    error: 'is no custom authorization server (https://{domain}/oauth2/{id}), and others issue no tokens for your API',
  })
  .refine(({ issuer, mode }) => mode !== 'org' || pathOf(issuer) === '', {
    path: ['issuer'],
    error: "is a custom authorization server; `mode: 'org'` is for https://{domain} alone",
  })
  .refine((o) => o.otherIssuers.every((other) => pathOf(other) === pathOf(o.issuer)), {
    path: ['otherIssuers'],
    error: 'are names of one server, so they differ from `issuer` in the host alone',
  })
  .refine(({ audience, mode }) => mode === 'org' || audience !== undefined, {
    path: ['audience'],
    error: 'name this API as the authorization server does; with `default` it is api://default unless changed',
  })
  .refine(({ audience, mode }) => mode !== 'org' || audience === undefined, {
    path: ['audience'],
    error: 'says nothing with `mode: org`: the audience of those tokens is Okta itself',
  })
  .refine(({ clientIds, mode }) => mode !== 'org' || clientIds !== undefined, {
    path: ['clientIds'],
    error: `${isNeeded('org')}: tokens of every application of the org look alike but for it`,
  })
  .refine((o) => o.clientSecret === undefined || o.clientId !== undefined, {
    path: ['clientId'],
    error: 'is needed with `clientSecret`',
  })
  .refine((o) => o.mode === 'jwt' || (o.clientSecret !== undefined && o.clientAuthentication !== 'none'), {
    path: ['clientSecret'],
    error: 'is needed to ask about tokens, and sent by `client_secret_basic` or `client_secret_post`',
  });
