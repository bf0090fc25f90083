import type { Refused } from '@bearerkit/core/provider';
import { isCiToken } from './ci-tokens.ts';
import type { GitlabOptions } from './options.ts';

/** @see https://docs.gitlab.com/security/tokens/ (checked 2026-11) */
const prefixes: readonly (readonly [prefix: string, what: string])[] = [
  ['glcbt-', 'the token of a CI job; use an ID token of the job, and the option `ciTokens`'],
  ['gloas-', 'the secret of an application: renew it, for it was sent to an API'],
  ['gldt-', 'a deploy token'],
  ['glrt-', 'a runner token'],
  ['glrtr-', 'a runner token'],
  ['glptt-', 'a trigger token'],
  ['glft-', 'a feed token'],
  ['glimt-', 'a token for incoming mail'],
  ['glagent-', 'a token of a Kubernetes agent'],
  ['glwt-', 'a token of a workspace'],
  ['glsoat-', 'a SCIM token'],
  ['glffct-', 'a token of feature flags'],
];

/** What personal access tokens begin with. */
export const personalPrefix = ({ instancePrefix, personalTokenPrefix }: GitlabOptions): string =>
  instancePrefix + personalTokenPrefix;

/** What GitLab issues besides, refused by sight: none of it belongs to an application. */
export function refusedKinds(options: GitlabOptions): Refused<'issuer'>[] {
  const { instancePrefix, personalTokenPrefix, personalTokens, ciTokens } = options;
  const personal = 'a personal, project or group access token; take them by the option `personalTokens`';
  const others = prefixes.filter(([prefix]) => prefix !== personalTokenPrefix);
  const marked = personalTokens ? others : [[personalTokenPrefix, personal] as const, ...others];
  const bySight = marked.map(([prefix, detail]): Refused<'issuer'> => {
    const shape = { prefix: instancePrefix + prefix, alphabet: 'token68', jwtLooking: true } as const;
    return { shape, reason: 'unbound', detail: `It is ${detail}.` };
  });
  const login = { issuer: 'issuer', when: (_: object, claims: object) => !isCiToken(claims) } as const;
  const job = { issuer: 'issuer', when: (_: object, claims: object) => isCiToken(claims) } as const;
  const ofJobs = 'It is the ID token of a CI job; take them by the option `ciTokens`.';
  return [
    ...bySight,
    { ...login, reason: 'id_token', detail: 'It is the ID token of a login.' },
    ...(ciTokens === undefined ? [{ ...job, reason: 'unbound', detail: ofJobs } as const] : []),
  ];
}
