import { judgeOpenid, judgeUser } from './judge.ts';

/**
 * The endpoints of an instance. All are below its external URL, which is also its issuer.
 *
 * @see https://docs.gitlab.com/api/oauth2/ (checked 2026-11)
 */
export function endpointsOf(baseUrl: string) {
  return {
    issuer: baseUrl,
    authorize: `${baseUrl}/oauth/authorize`,
    token: `${baseUrl}/oauth/token`,
    revoke: `${baseUrl}/oauth/revoke`,
    jwks: `${baseUrl}/oauth/discovery/keys`,
    tokenInfo: `${baseUrl}/oauth/token/info`,
    personalToken: `${baseUrl}/api/v4/personal_access_tokens/self`,
    userinfo: { url: `${baseUrl}/api/v4/user`, subject: '/id', judge: judgeUser },
    groups: { url: `${baseUrl}/oauth/userinfo`, subject: '/sub', judge: judgeOpenid },
  } as const;
}
