import { call, opaque, type Refused, userinfoProof } from '@bearerkit/core/provider';
import { accountAt } from './attributes.ts';
import { judgeCheck, judgeUser } from './judge.ts';

type Reading = Parameters<typeof accountAt>[1];

/** How our app asks about a token or ends it: in a JSON body, never in a URL. */
export const asOurApp = { send: { json: 'access_token' }, authentication: 'basic' } as const;

const times = { issuedAt: '/created_at', expiresAt: '/expires_at' };
const facts = { client: '/app/client_id', scopes: '/scopes', ...times };
const check = call('check', { ...asOurApp, facts, judge: judgeCheck });
const look = userinfoProof('userinfo', { judge: judgeUser });
const shaped = (prefix: string) => ({ prefix, alphabet: 'base64url' }) as const;
const onlyUsers = (claim: string) => [{ claim, noneOf: ['User'], reason: 'forbidden' }] as const;

/** `gho_` of OAuth apps and `ghu_` of GitHub Apps, which GitHub confirms to be ours. */
export const appToken = (reading: Reading) => (prefix: string) => {
  const attributes = { from: 'inspection', ...accountAt('/user', reading) } as const;
  return opaque({ shape: shaped(prefix), binding: 'app', inspect: check, reject: onlyUsers('/user/type'), attributes });
};

/** Personal access tokens: that they are alive is all that anybody can tell. */
export const personalToken = (reading: Reading) => (prefix: string) => {
  const attributes = { from: 'userinfo', ...accountAt('', reading) } as const;
  return opaque({ shape: shaped(prefix), binding: 'none', inspect: look, reject: onlyUsers('/type'), attributes });
};

/** A kind of token that is refused by sight; `ghs_` ones may hold a JWT. */
export const refusal = (prefix: string, reason: Refused['reason'], detail: string): Refused<never> => ({
  ...{ shape: { prefix, alphabet: 'token68', jwtLooking: true }, reason, detail },
});
