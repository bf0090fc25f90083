import { type Attributes, call, opaque, type ProviderDocument, tokenInfo } from '@bearerkit/core/provider';
import { judgePersonalToken, judgeTokenInfo, scopesOf } from './judge.ts';
import type { GitlabOptions } from './options.ts';

/** Access tokens of applications: 64 hexadecimal digits without a prefix, of which token info says whose they are. */
export function applicationRule(options: GitlabOptions) {
  const facts = {
    subject: '/resource_owner_id',
    client: '/application/uid',
    expiresIn: '/expires_in',
    issuedAt: '/created_at',
    scopes: scopesOf,
  };
  return opaque({
    shape: { alphabet: 'hex', length: 64 },
    binding: 'app',
    inspect: tokenInfo('tokenInfo', { send: 'bearer', facts, judge: judgeTokenInfo }),
    attributes: { ...userAttributes(options, ownerOf), ...groupsOf(options) },
  });
}

/**
 * Personal, project and group access tokens, which belong to no application; the latter two are of bots.
 *
 * @see https://docs.gitlab.com/api/personal_access_tokens/ (checked 2026-11)
 */
export function personalRule(options: GitlabOptions) {
  const facts = { subject: '/user_id', expiresAt: midnight, issuedAt: '/created_at', scopes: '/scopes' };
  return opaque({
    shape: { prefix: options.personalTokenPrefix, alphabet: 'token68', jwtLooking: true },
    binding: 'none',
    inspect: call('personalToken', { send: 'bearer', authentication: 'none', facts, judge: judgePersonalToken }),
    attributes: userAttributes(options, ({ user_id }) => user_id),
  });
}

const marks = { mutable: true, reassignable: true };

function userAttributes(
  { baseUrl, confirmedEmails = baseUrl === 'https://gitlab.com' }: GitlabOptions,
  subject: (document: ProviderDocument) => unknown,
): Attributes<'inspection' | 'userinfo' | 'groups'> {
  return {
    from: 'userinfo',
    subject: { from: 'inspection', read: subject },
    username: { pointer: '/username', ...marks },
    email: { pointer: '/email', mutable: true, unverified: !confirmedEmails },
    ...(confirmedEmails ? { emailVerified: ({ confirmed_at: at }) => typeof at === 'string' && at !== '' } : {}),
    name: { pointer: '/name', ...marks },
    picture: '/avatar_url',
  };
}

/** Full paths of groups, which may be renamed and taken by others. */
function groupsOf({ groups }: GitlabOptions) {
  if (groups === 'none') return {};
  const pointer = groups === 'all' ? '/groups' : `/https:~1~1gitlab.org~1claims~1groups~1${groups}`;
  return { groups: { pointer, from: 'groups', ...marks } } as const;
}

/** The user, or the application itself where no user stands behind it. */
const ownerOf = ({ resource_owner_id: owner, application }: ProviderDocument): unknown =>
  owner ?? (application as ProviderDocument | null)?.uid;

/** A personal token ends when its last day begins, in UTC; the day may be null. */
const midnight = ({ expires_at: day }: ProviderDocument): unknown =>
  typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : day;
