import { walkPage } from '@bearerkit/testkit';

/** Signs a user in on the login page, as a person's browser would; gives the URL that the browser is sent to. */
export const walk = (url: string, user: string): Promise<string> =>
  walkPage(url, { fields: { user }, offered: `value="${user}"` });
