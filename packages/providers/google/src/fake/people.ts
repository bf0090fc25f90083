/** A Google account. */
export interface GooglePerson {
  /** 21 digits, more than a JavaScript number holds. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** Domain of the Workspace that hosts the account. */
  readonly hd?: string | undefined;
  readonly name?: string | undefined;
  readonly picture?: string | undefined;
}

const picture = 'https://lh3.googleusercontent.com/a/member-1';

/** Of a Workspace, of Gmail, with an address of a company that Google does not host, and with an unchecked one. */
export const people: readonly [GooglePerson, GooglePerson, GooglePerson, GooglePerson] = [
  {
    sub: '100000000000000000001',
    email: 'member-1@example.com',
    emailVerified: true,
    hd: 'example.com',
    name: 'Member One',
    picture,
  },
  { sub: '100000000000000000002', email: 'member.2@gmail.com', emailVerified: true, name: 'Member Two' },
  { sub: '100000000000000000003', email: 'member-3@example.com', emailVerified: true, name: 'Member Three', picture },
  { sub: '100000000000000000004', email: 'member-4@example.org', emailVerified: false, name: 'Member Four' },
];
