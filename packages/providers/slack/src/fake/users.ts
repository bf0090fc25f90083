/** A person in a workspace of the fake Slack. */
export interface SlackUser {
  /** `U…`, in an Enterprise Grid also `W…`; several workspaces may have the same. */
  readonly id: string;
  /** `T…` */
  readonly team: string;
  /** `E…`, in an Enterprise Grid alone. */
  readonly enterprise?: string | undefined;
  readonly handle: string;
  readonly name: string;
  /** May be empty. */
  readonly givenName: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** A guest: `is_restricted`. */
  readonly guest: boolean;
  /** The account was deactivated: none of its tokens works. */
  readonly deleted: boolean;
}

/** Users by `<team>_<user>`; change them at any time. */
export type SlackUsers = Map<string, SlackUser>;

/** The users every fake begins with: one per kind of account that a client must tell apart. */
export function createUsers(): SlackUsers {
  const users: SlackUsers = new Map();
  const add = (team: string, id: string, number: number, more: Partial<SlackUser> = {}): void => {
    const names = { handle: `member-${number}`, name: `Member ${number}`, givenName: 'Member' };
    const account = { email: `member-${number}@example.com`, emailVerified: true, guest: false, deleted: false };
    users.set(`${team}_${id}`, { id, team, ...names, ...account, ...more });
  };
  add('T00000001', 'U00000001', 1);
  add('T00000001', 'U00000002', 2, { emailVerified: false, givenName: '' });
  add('T00000001', 'U00000003', 3, { guest: true });
  add('T00000001', 'U00000004', 4, { deleted: true });
  add('T00000002', 'U00000001', 5);
  add('T00000003', 'W00000001', 6, { enterprise: 'E00000001' });
  return users;
}
