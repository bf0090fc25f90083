import { walkPage } from '@bearerkit/testkit';

/** Walks the authorize page as a person's browser would; gives the URL that the browser is sent to. @param user id */
export const walkAuthorizePage = (url: string, user: number, decision: 'allow' | 'decline'): Promise<string> =>
  walkPage(url, { fields: { user: String(user), decision }, offered: `name="user" value="${user}"` });
