/** A user of the pool. */
export interface CognitoUser {
  /** Never changes, and is never given again. */
  readonly sub: string;
  /** Never changes, and can be given again after its user was deleted. */
  readonly username: string;
  name: string;
  email: string;
  emailVerified: boolean;
  groups: readonly string[];
}

/** Users by `sub`; change them at any time. */
export type CognitoUsers = Map<string, CognitoUser>;

/** The users every fake begins with. */
export function createUsers(): CognitoUsers {
  const user = (number: number, email: string, groups: readonly string[]): [string, CognitoUser] => {
    const sub = `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${number}`;
    return [
      sub,
      { sub, username: `member-${number}`, name: `Member ${number}`, email, emailVerified: number === 1, groups },
    ];
  };
  return new Map([user(1, 'user@example.com', ['editors']), user(2, 'user-2@example.com', [])]);
}
