/** A user of the fake. */
export interface GitlabUser {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  /** The primary address. */
  readonly email: string;
  /** The one that the user shows to everybody. */
  readonly publicEmail: string | null;
  /** RFC 3339; `null` for an address that nobody confirmed. */
  readonly confirmedAt: string | null;
  readonly state: 'active' | 'blocked' | 'deactivated' | 'blocked_pending_approval';
  readonly locked: boolean;
  /** Whether it stands for a project or group access token. */
  readonly bot: boolean;
  /** Full paths, by role. */
  readonly owner: readonly string[];
  readonly developer: readonly string[];
}

/** The users of a fake; change them at any time. */
export interface GitlabUsers {
  all(): readonly GitlabUser[];
  get(id: number | null | undefined): GitlabUser | undefined;
  /** @throws RangeError for an unknown id */
  update(id: number, changes: Partial<Omit<GitlabUser, 'id'>>): GitlabUser;
  /** Its tokens go with it. */
  remove(id: number): void;
}

/** Makes the users every fake begins with: a member, one whose address nobody confirmed, and a project's bot. */
export function createUsers(): GitlabUsers {
  const users = new Map(
    [
      madeUp(1001, { email: 'user@example.com', owner: ['example'], developer: ['example', 'example/team'] }),
      madeUp(1002, { confirmedAt: null }),
      madeUp(1003, { username: 'project_20_bot', name: 'Project bot', bot: true }),
    ].map((user) => [user.id, user]),
  );
  return {
    all: () => [...users.values()],
    get: (id) => (typeof id === 'number' ? users.get(id) : undefined),
    update: (id, changes) => {
      const user = users.get(id);
      if (user === undefined) throw new RangeError(`There is no user ${id}`);
      users.set(id, { ...user, ...changes });
      return { ...user, ...changes };
    },
    remove: (id) => void users.delete(id),
  };
}

function madeUp(id: number, values: Partial<GitlabUser>): GitlabUser {
  const label = `member-${id - 1000}`;
  return {
    id,
    username: label,
    name: `Member ${id - 1000}`,
    email: `${label}@example.com`,
    publicEmail: `public-${label}@example.com`,
    confirmedAt: '2024-11-02T09:21:10.000Z',
    state: 'active',
    locked: false,
    bot: false,
    owner: [],
    developer: [],
    ...values,
  };
}

/** Why a user may not act, in GitLab's words. */
export function deniedReason({ state }: GitlabUser): string | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'blocked':
      return 'Your account has been blocked.';
    case 'deactivated':
      return 'Your account has been deactivated by your administrator. Please log back in from a web browser.';
    default:
      return 'Your account is pending approval from your administrator and hence blocked.';
  }
}
