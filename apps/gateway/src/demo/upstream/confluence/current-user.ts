import { createHash } from 'node:crypto';
import type { LocalUser } from '../user.ts';

const profilePicture = {
  path: '/confluence/images/icons/profilepics/default.svg',
  width: 48,
  height: 48,
  isDefault: true,
};

/** Who asks; Confluence tells an anonymous client so with status 200, and never an e-mail address. */
export function currentUser(user: LocalUser | undefined, baseUrl: string) {
  if (user === undefined) return { type: 'anonymous', profilePicture, displayName: 'Anonymous' };
  const userKey = createHash('sha256').update(user.name).digest('hex').slice(0, 32);
  return {
    type: 'known',
    username: user.name,
    userKey,
    profilePicture,
    displayName: user.displayName,
    _links: { self: `${baseUrl}/rest/api/user?key=${userKey}`, base: baseUrl, context: '/confluence' },
    _expandable: { status: '' },
  };
}
