import { call, opaque, type Refused, userinfoProof } from '@bearerkit/core/provider';
import { emailReaders, groupReaders } from './documents.ts';
import { judgeCheck, judgeRest } from './judge.ts';

/** What to read beyond the account itself. */
export interface Reading {
  readonly email: boolean;
  readonly groups?: keyof typeof groupReaders | undefined;
}

/** How our app asks about, or ends, a token: in a JSON body, never in a URL. */
export const asOurApp = { send: { json: 'access_token' }, authentication: 'basic' } as const;

const facts = {
  client: '/app/client_id',
  subject: '/user/id',
  issuedAt: '/created_at',
  expiresAt: '/expires_at',
  scopes: '/scopes',
};
const marks = { mutable: true, reassignable: true };
const onlyUsers = (claim: string) => [{ claim, noneOf: ['User'], reason: 'forbidden' }] as const;

/** A user as GitHub shows one, at a pointer of the rule's own document. */
const accountAt = (at: string, { email, groups }: Reading) => ({
  subject: `${at}/id`,
  username: { pointer: `${at}/login`, ...marks },
  picture: { pointer: `${at}/avatar_url`, mutable: true },
  name: { pointer: '/name', from: 'userinfo', ...marks } as const,
  ...(email ? { email: { ...emailReaders.email, ...marks }, emailVerified: emailReaders.emailVerified } : {}),
  ...(groups === undefined ? {} : { groups: { ...groupReaders[groups], ...marks } }),
});

/** User tokens of an application, which GitHub confirms to be ours: `gho_` of OAuth apps, `ghu_` of GitHub Apps. */
export const appTokens = (reading: Reading) =>
  ['gho_', 'ghu_'].map((prefix) =>
    opaque({
      shape: { prefix, alphabet: 'base64url' },
      binding: 'app',
      inspect: call('check', { ...asOurApp, facts, judge: judgeCheck }),
      reject: onlyUsers('/user/type'),
      attributes: { from: 'inspection', ...accountAt('/user', reading) },
    }),
  );

const personalPrefixes = ['ghp_', 'github_pat_'];

/** Personal access tokens, classic and fine-grained: that they are alive is all that anybody can tell. */
export const personal = (reading: Reading) =>
  personalPrefixes.map((prefix) =>
    opaque({
      shape: { prefix, alphabet: 'base64url' },
      binding: 'none',
      inspect: userinfoProof('userinfo', { judge: judgeRest }),
      reject: onlyUsers('/type'),
      attributes: { from: 'userinfo', ...accountAt('', reading) },
    }),
  );

const kind = (prefix: string, reason: Refused['reason'], detail: string): Refused<never> => ({
  shape: { prefix, alphabet: 'token68', jwtLooking: true },
  reason,
  detail,
});

/** Kinds of GitHub's tokens that are refused by sight; `ghs_` tokens may hold a JWT. */
export const refusals = (takesPersonal: boolean) => [
  kind('ghr_', 'refresh_token', 'a refresh token of GitHub.'),
  kind('ghs_', 'unrecognised', 'an installation token or `GITHUB_TOKEN` stands for no person.'),
  ...(takesPersonal ? [] : personalPrefixes).map((prefix) =>
    kind(prefix, 'unbound', 'a personal access token, which no application obtained; see `personalTokens`.'),
  ),
];
