/** A user of a realm. */
export interface KeycloakUser {
  readonly username: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  readonly groups: readonly string[];
  readonly realmRoles: readonly string[];
  /** Roles by client. */
  readonly clientRoles: Readonly<Record<string, readonly string[]>>;
  /** @default true */
  readonly enabled?: boolean | undefined;
}

/** Users by subject; change them at any time. */
export type KeycloakUsers = Map<string, KeycloakUser>;

const subject = (number: number) => `0f6c3a9e-1d2b-4c55-9a77-00000000000${number}`;

/**
 * Subjects of the users every realm begins with: one with a verified e-mail, one without, one with roles on the API,
 * one without any role (whose tokens have no `aud`), and a human who is called like a service account.
 */
export const subjects = {
  member: subject(1),
  unverified: subject(2),
  writer: subject(3),
  roleless: subject(4),
  namesake: subject(5),
} as const;

/** The users every realm begins with. */
export function createUsers(realm: string): KeycloakUsers {
  const noise = [`default-roles-${realm}`, 'offline_access', 'uma_authorization'];
  const user = (number: number, more: Partial<KeycloakUser>): KeycloakUser => ({
    username: `member-${number}`,
    name: `Member ${number}`,
    email: number === 1 ? 'user@example.com' : `user-${number}@example.com`,
    emailVerified: true,
    groups: [],
    realmRoles: noise,
    clientRoles: { account: ['view-profile'] },
    ...more,
  });
  return new Map([
    [subjects.member, user(1, { groups: ['staff'], realmRoles: [...noise, 'orders'] })],
    [subjects.unverified, user(2, { emailVerified: false })],
    [subjects.writer, user(3, { clientRoles: { account: ['view-profile'], 'rest-api': ['write'] } })],
    [subjects.roleless, user(4, { realmRoles: [], clientRoles: {} })],
    [subjects.namesake, user(5, { username: 'service-account-web-app' })],
  ]);
}
