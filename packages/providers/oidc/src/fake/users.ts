/** A user of the issuer: the claims about it besides `sub`. */
export interface OidcUser {
  readonly preferred_username?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly email_verified?: boolean | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** Users by subject; change them at any time. */
export type OidcUsers = Map<string, OidcUser>;

/** The users every fake begins with. */
export function createUsers(): OidcUsers {
  const user = (number: number, groups: readonly string[]): [string, OidcUser] => [
    `member-${number}`,
    {
      preferred_username: `user-${number}`,
      name: `Member ${number}`,
      email: number === 1 ? 'user@example.com' : `user-${number}@example.com`,
      email_verified: number === 1,
      groups,
    },
  ];
  return new Map([user(1, ['staff']), user(2, [])]);
}
