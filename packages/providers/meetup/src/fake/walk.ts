import { walkPage } from '@bearerkit/testkit';

/** Which page to walk through, and how. */
export interface AuthorizeWalk {
  /** The URL of the authorize page, as the client built it. */
  readonly url: string;
  /** @default '200000001' */
  readonly member?: string | undefined;
  /** @default 'allow' */
  readonly decision?: 'allow' | 'decline' | undefined;
}

/**
 * Walks the authorize page over HTTP as a person's browser would: opens it, chooses the member, presses the button.
 * Gives back the URL that the browser is sent to; it is not opened.
 *
 * @throws Error when the page sends nobody anywhere (unknown client, foreign redirect URI) or does not offer the member
 */
export const walkAuthorizePage = ({ url, member = '200000001', decision = 'allow' }: AuthorizeWalk): Promise<string> =>
  walkPage(url, { fields: { member, decision }, offered: `name="member" value="${member}"` });
