import { walkPage } from '@bearerkit/testkit';

/** Signs an account in on the page, as a person's browser would; gives the URL that the browser is sent to. */
export const walk = (url: string, account: string): Promise<string> =>
  walkPage(url, { fields: { account, decision: 'accept' }, offered: '<form' });
