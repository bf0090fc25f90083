import { htmlPage, markup } from '@bearerkit/testkit';
import type { MeetupClient } from './clients.ts';
import type { MeetupMember } from './members.ts';

/** The page that asks whom to be and whether to allow; its form posts to where it came from. */
export function authorizePage(client: MeetupClient, members: readonly MeetupMember[], query: URLSearchParams): string {
  const choices = members.map(
    ({ id, name, email, status }, index) => markup`
  <label>
    <input type="radio" name="member" value="${id}" required${index === 0 ? markup` checked` : ''}>
    <span>${name ?? '(no name)'} <small>${id} · ${email}${status === 'ACTIVE' ? '' : ` · ${status}`}</small></span>
  </label>`,
  );
  return htmlPage(
    'Meetup (local fake)',
    markup`<p>The application <code>${client.id}</code> asks to know who you are. It will send you back to
<code>${query.get('redirect_uri') ?? ''}</code></p>
<form method="post" action="/oauth2/authorize?${query.toString()}">
<fieldset><legend>Continue as</legend>${choices}
</fieldset>
<button class="primary" name="decision" value="allow">Allow</button>
<button name="decision" value="decline">Decline</button>
</form>
<p><small>Nothing here leaves your machine: this page stands in for Meetup's own.</small></p>`,
  );
}
