import { walkPage } from '@bearerkit/testkit';

/** Who walks through the page, and what they press. */
export interface AuthorizeChoice {
  /** @default 1001 */
  readonly account?: number | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
}

/** Walks the authorize page as a person's browser would; gives the URL that it is sent to, unopened. */
export const walkAuthorizePage = (
  url: string,
  { account = 1001, decision = 'allow' }: AuthorizeChoice = {},
): Promise<string> => walkPage(url, { fields: { account: String(account), decision }, offered: '<form method="post"' });
