import { htmlPage, markup } from '@bearerkit/testkit';
import type { GithubAccount } from './accounts.ts';

/** The page that asks whom to be and whether to allow; its form posts to where it came from. */
export function authorizePage(name: string, accounts: readonly GithubAccount[], query: URLSearchParams): string {
  const choices = accounts.map(
    ({ id, login, name: own }, index) => markup`
  <label>
    <input type="radio" name="account" value="${id}" required${index === 0 ? markup` checked` : ''}>
    <span>${login} <small>${id} · ${own ?? '(no name)'}</small></span>
  </label>`,
  );
  return htmlPage(
    'GitHub (local fake)',
    markup`<p><strong>${name}</strong> asks for <code>${query.get('scope') ?? 'no scope'}</code>.</p>
<form method="post" action="/login/oauth/authorize?${query.toString()}">
<fieldset><legend>Continue as</legend>${choices}
</fieldset>
<button class="primary" name="decision" value="allow">Authorize</button>
<button name="decision" value="decline">Cancel</button>
</form>
<p><small>Nothing here leaves your machine: this page stands in for GitHub's own.</small></p>`,
  );
}
