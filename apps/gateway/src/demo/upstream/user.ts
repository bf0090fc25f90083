/** A user of the product's own directory; the address is always `<name>@example.com`. */
export interface LocalUser {
  /** The name that an assertion's `sub` must carry. */
  readonly name: string;
  readonly displayName: string;
  /** An inactive user cannot sign in. */
  readonly active: boolean;
  /** `administrators` reads the operations space. */
  readonly groups: readonly string[];
}

/** The users that a fake knows unless told otherwise. */
export const demoUsers: readonly LocalUser[] = [
  { name: 'demo-user', displayName: 'Demo User', active: true, groups: ['staff'] },
  { name: 'demo-reviewer', displayName: 'Demo Reviewer', active: true, groups: ['staff'] },
  { name: 'demo-admin', displayName: 'Demo Administrator', active: true, groups: ['staff', 'administrators'] },
  { name: 'demo-leaver', displayName: 'Demo Leaver', active: false, groups: ['staff'] },
];

/** Finds a user; the products compare names without regard to case. */
export function findUser(users: readonly LocalUser[], name: string): LocalUser | undefined {
  return users.find((user) => user.name.toLowerCase() === name.toLowerCase());
}
