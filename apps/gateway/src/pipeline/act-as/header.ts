import { z } from 'zod';
import { type ActAs, headerName, neverAs } from './act-as.ts';

const options = z.strictObject({
  kind: z.literal('header'),
  /** Carries the user name. */
  header: headerName.default('x-forwarded-user'),
  /** Carries the e-mail address, where the provider verified it. */
  emailHeader: headerName.optional(),
  /** Carries the user's groups, separated by commas. */
  groupsHeader: headerName.optional(),
  neverAs,
});

/**
 * The user's name in a plain header, for upstreams that believe it: as good as the network path, no better. Characters
 * outside printable ASCII, and `%` and `,`, go out as percent-encoded UTF-8 (RFC 3986 §2.1).
 */
export const headerActAs = {
  id: 'header',
  options,
  create: ({ header, emailHeader, groupsHeader }: z.output<typeof options>): ActAs => ({
    names: [header, emailHeader, groupsHeader].filter((name) => name !== undefined),
    headers: ({ user, auth }) => {
      const { email, emailVerified } = auth;
      return [
        header,
        encodeName(user.username),
        ...(emailHeader !== undefined && email !== undefined && emailVerified ? [emailHeader, encodeName(email)] : []),
        ...(groupsHeader === undefined ? [] : [groupsHeader, user.groups.map(encodeName).join(',')]),
      ];
    },
  }),
} as const;

const encodeName = (text: string): string =>
  text.replace(/\p{Cs}/gu, '\ufffd').replace(/[^!-$&-+\--~ ]/gu, (sign) => encodeURIComponent(sign));
