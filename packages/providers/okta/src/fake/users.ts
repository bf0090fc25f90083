/** A user of the org. */
export interface OktaUser {
  /** Never changes. */
  readonly uid: string;
  /** Changes with a rename, and can pass to another. */
  login: string;
  name: string;
  email: string;
  emailVerified: boolean;
  groups: readonly string[];
}

/** Users by uid; change them at any time. */
export type OktaUsers = Map<string, OktaUser>;

/** The users every fake begins with. */
export function createUsers(): OktaUsers {
  const user = (number: number, email: string, groups: readonly string[]): [string, OktaUser] => {
    const uid = `00umember${number}`;
    return [uid, { uid, login: email, name: `Member ${number}`, email, emailVerified: number === 1, groups }];
  };
  return new Map([user(1, 'user@example.com', ['staff']), user(2, 'user-2@example.com', [])]);
}
