import type { Refused } from '@bearerkit/core/provider';
import { isCiToken } from './ci-tokens.ts';
import type { GitlabOptions } from './options.ts';

/** What GitLab issues besides, refused by sight: it belongs to no application, or is no credential of an API. */
export function refusesOf({ personalTokens, personalTokenPrefix, ciTokens }: GitlabOptions): Refused<'issuer'>[] {
  const marked = (prefix: string, detail: string) =>
    ({ shape: { prefix, alphabet: 'token68', jwtLooking: true }, reason: 'unbound', detail }) as const;
  return [
    marked('glcbt-', 'It is the token of a CI job; take ID tokens of jobs by the option `ciTokens`.'),
    ...(personalTokens
      ? []
      : [marked(personalTokenPrefix, 'It is a personal, project or group token; see the option `personalTokens`.')]),
    { issuer: 'issuer', when: (_, claims) => !isCiToken(claims), reason: 'id_token', detail: 'It is that of a login.' },
    ...(ciTokens === undefined
      ? [{ issuer: 'issuer', reason: 'unbound', detail: 'It is of a CI job; see the option `ciTokens`.' } as const]
      : []),
  ];
}
