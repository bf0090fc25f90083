import { walkPage } from '@bearerkit/testkit';

/** Presses the button of a user on the sign-in page, as a person's browser would; gives where the browser is sent. */
export const walkAuthorizePage = (url: string, user: string): Promise<string> =>
  walkPage(url, { fields: { user }, offered: `value="${user}"`, method: 'GET' });
