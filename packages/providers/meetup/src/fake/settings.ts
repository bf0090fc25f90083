/** How the fake behaves where Meetup is known to vary, or where nobody knows. All may be changed while it runs. */
export interface MeetupFakeSettings {
  /** JWT-looking with a signature that nothing verifies, or 32 hexadecimal digits. @default 'jwt' */
  tokenLook: 'jwt' | 'hex';
  /** Seconds. @default 3600 */
  expiresIn: number;
  /** What a refresh gives back: the same refresh token, a new one, or the same one, dead. @default 'same' */
  refresh: 'same' | 'rotate' | 'dies-after-use';
  /** Whether a refresh token works for the client it was issued to alone (RFC 6749 §6). @default true */
  refreshBoundToClient: boolean;
  /** Whether a code that was asked for with an S256 challenge needs its verifier. @default true */
  pkceEnforced: boolean;
  /** Adds the `member` object and the cookies of older token answers. @default false */
  memberInTokenAnswer: boolean;
  /** What `/gql-ext` answers to a token that is not good. @default 'json-401' */
  badToken: 'json-401' | 'html-401' | 'errors-200' | 'null-self-200';
  /** Member ids in `/gql-ext` as numbers, as the vendor's guide shows them. @default false */
  numericIds: boolean;
  /** Resolving `email` fails, which nulls `self`, since `email` is non-null. @default false */
  emailResolverFails: boolean;
  /** Most memberships on one page, whatever `first` says. @default 50 */
  membershipsPerPage: number;
  /** The shape of errors of `/2/member/self`. @default 'errors' */
  restErrors: 'errors' | 'code-details';
  /** `/2/member/self` is switched off: 404 and a page. @default false */
  restGone: boolean;
  /** The client owner's Meetup Pro subscription has ended: no token works until it is renewed. @default false */
  proLapsed: boolean;
}

export const defaultSettings: Readonly<MeetupFakeSettings> = {
  tokenLook: 'jwt',
  expiresIn: 3600,
  refresh: 'same',
  refreshBoundToClient: true,
  pkceEnforced: true,
  memberInTokenAnswer: false,
  badToken: 'json-401',
  numericIds: false,
  emailResolverFails: false,
  membershipsPerPage: 50,
  restErrors: 'errors',
  restGone: false,
  proLapsed: false,
};
