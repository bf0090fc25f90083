import { type Attributes, call, opaque, type ProviderDocument, tokenInfo } from '@bearerkit/core/provider';
import { judgePersonalToken, judgeTokenInfo, scopesOf } from './judge.ts';
import { personalPrefix } from './kinds.ts';
import type { GitlabOptions } from './options.ts';

type Names = 'inspection' | 'userinfo' | 'groups';

/** Access tokens of applications: 64 hexadecimal digits without a prefix, of which token info says whose they are. */
export function applicationRule(options: GitlabOptions) {
  const groups = groupsOf(options);
  return opaque({
    shape: { alphabet: 'hex', length: 64 },
    binding: 'app',
    inspect: tokenInfo('tokenInfo', {
      send: 'bearer',
      facts: {
        subject: '/resource_owner_id',
        client: '/application/uid',
        expiresIn: '/expires_in',
        issuedAt: '/created_at',
        scopes: scopesOf,
      },
      judge: judgeTokenInfo,
    }),
    attributes: { ...userAttributes(options, ownerOf), ...(groups === undefined ? {} : { groups }) },
  });
}

/**
 * Personal, project and group access tokens, which belong to no application. Project and group tokens are of bots.
 *
 * @see https://docs.gitlab.com/api/personal_access_tokens/ (checked 2026-11)
 */
export function personalRule(options: GitlabOptions) {
  return opaque({
    shape: { prefix: personalPrefix(options), alphabet: 'token68', jwtLooking: true },
    binding: 'none',
    inspect: call('personalToken', {
      send: 'bearer',
      authentication: 'none',
      facts: { subject: '/user_id', expiresAt: midnight, issuedAt: '/created_at', scopes: '/scopes' },
      judge: judgePersonalToken,
    }),
    attributes: userAttributes(options, ({ user_id }) => user_id),
  });
}

function userAttributes(
  { baseUrl, confirmedEmails = baseUrl === 'https://gitlab.com' }: GitlabOptions,
  subject: (document: ProviderDocument) => unknown,
): Attributes<Names> {
  const marks = { mutable: true, reassignable: true };
  const isConfirmed = ({ confirmed_at }: ProviderDocument) => typeof confirmed_at === 'string' && confirmed_at !== '';
  return {
    from: 'userinfo',
    subject: { from: 'inspection', read: subject },
    username: { pointer: '/username', ...marks },
    email: { pointer: '/email', mutable: true, unverified: !confirmedEmails },
    ...(confirmedEmails ? { emailVerified: isConfirmed } : {}),
    name: { pointer: '/name', ...marks },
    picture: '/avatar_url',
  };
}

/** Full paths of groups, which may be renamed and taken by others. */
function groupsOf({ groups }: GitlabOptions) {
  if (groups === 'none') return undefined;
  const pointer = groups === 'all' ? '/groups' : `/https:~1~1gitlab.org~1claims~1groups~1${groups}`;
  return { pointer, from: 'groups', mutable: true, reassignable: true } as const;
}

/** The user, or the application itself where no user stands behind it. */
const ownerOf = ({ resource_owner_id, application }: ProviderDocument): unknown =>
  resource_owner_id ?? (application as ProviderDocument | null)?.uid;

/** A personal token ends when its last day begins, in UTC; the day may be null. */
const midnight = ({ expires_at }: ProviderDocument): unknown =>
  typeof expires_at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(expires_at) ? `${expires_at}T00:00:00Z` : expires_at;
