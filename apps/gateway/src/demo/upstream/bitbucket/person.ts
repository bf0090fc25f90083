import { createHash } from 'node:crypto';
import type { LocalUser } from '../user.ts';

/** A user as Bitbucket's REST API shows him. */
export function person(user: LocalUser, baseUrl: string) {
  const slug = slugOf(user);
  return {
    name: user.name,
    emailAddress: `${user.name}@example.com`,
    active: user.active,
    displayName: user.displayName,
    id: personId(user),
    slug,
    type: 'NORMAL',
    links: { self: [{ href: `${baseUrl}/users/${slug}` }] },
  };
}

/** The user's name in a path: lower case, odd characters folded to `_`. */
export function slugOf({ name }: LocalUser): string {
  return name.toLowerCase().replace(/[^a-z0-9._-]/g, '_');
}

/** The number that `X-AUSERID` carries. */
export function personId({ name }: LocalUser): number {
  return 1000 + createHash('sha1').update(name).digest().readUInt16BE();
}
