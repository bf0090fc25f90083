import { call, opaque, userinfoProof } from '@bearerkit/core/provider';
import { emailReaders, groupReaders } from './documents.ts';
import { judgeCheck, judgeRest } from './judge.ts';

const marks = { mutable: true, reassignable: true };
const notFor = (claim: string) => [{ claim, noneOf: ['User'], reason: 'forbidden' }] as const;

/** What to read beyond the account itself. */
export interface Reading {
  readonly email: boolean;
  readonly groups?: keyof typeof groupReaders | undefined;
}

const moreOf = ({ email, groups }: Reading) => ({
  ...(email ? { email: { ...emailReaders.email, ...marks }, emailVerified: emailReaders.emailVerified } : {}),
  ...(groups === undefined ? {} : { groups: { ...groupReaders[groups], ...marks } }),
});

/** User tokens of an application, which GitHub confirms to be ours: `gho_` of OAuth apps, `ghu_` of GitHub Apps. */
export const appTokens = (reading: Reading) =>
  ['gho_', 'ghu_'].map((prefix) =>
    opaque({
      shape: { prefix, alphabet: 'base64url' },
      binding: 'app',
      inspect: call('check', {
        send: { json: 'access_token' },
        authentication: 'basic',
        facts: {
          client: '/app/client_id',
          subject: '/user/id',
          issuedAt: '/created_at',
          expiresAt: '/expires_at',
          scopes: '/scopes',
        },
        judge: judgeCheck,
      }),
      reject: notFor('/user/type'),
      attributes: {
        from: 'inspection',
        subject: '/user/id',
        username: { pointer: '/user/login', ...marks },
        name: { pointer: '/name', from: 'userinfo', ...marks },
        picture: { pointer: '/user/avatar_url', mutable: true },
        ...moreOf(reading),
      },
    }),
  );

/** Personal access tokens, classic and fine-grained: they are alive, and that is all that anybody can tell. */
export const personalTokens = (reading: Reading) =>
  ['ghp_', 'github_pat_'].map((prefix) =>
    opaque({
      shape: { prefix, alphabet: 'base64url' },
      binding: 'none',
      inspect: userinfoProof('userinfo', { judge: judgeRest }),
      reject: notFor('/type'),
      attributes: {
        from: 'userinfo',
        subject: '/id',
        username: { pointer: '/login', ...marks },
        name: { pointer: '/name', ...marks },
        picture: { pointer: '/avatar_url', mutable: true },
        ...moreOf(reading),
      },
    }),
  );
