import { type Answer, type Call, html, htmlPage, markup, redirect } from '@bearerkit/testkit';
import type { FacebookState } from './state.ts';

const codeLifeMs = 600_000;

/** The dialog where a user signs in, and may untick the e-mail. */
export function dialog(state: FacebookState, { query, method, form }: Call): Answer {
  const app = state.apps.find(({ id }) => id === query.get('client_id'));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (app === undefined) return page('Invalid App ID');
  if (redirectUri !== app.redirectUri) return page('URL Blocked');
  if (method === 'GET') return choice(state, query);
  const back = (parameters: Readonly<Record<string, string>>): Answer => {
    const url = new URL(redirectUri);
    const all = { ...parameters, state: query.get('state') ?? '' };
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
    url.hash = '#_=_';
    return redirect(url.href);
  };
  if (state.settings.dialogFails) return back({ error_code: '1349195', error_message: 'App is not active' });
  const user = state.users.find(({ id }) => id === form.get('user'));
  if (user === undefined || form.get('decision') === 'decline')
    return back({ error: 'access_denied', error_code: '200', error_reason: 'user_denied' });
  const asked = (query.get('scope') ?? '').split(',').filter((scope) => scope !== '');
  const scopes = [...new Set([...asked, 'public_profile'])].filter((scope) => !form.getAll('without').includes(scope));
  const denied = asked.filter((scope) => !scopes.includes(scope));
  const code = `AQ${state.nextId(64)}`;
  const expiresAt = state.clock.now() + codeLifeMs;
  state.codes.set(code, { app, user, scopes, redirectUri, expiresAt, used: false });
  const told = query.get('return_scopes') === 'true';
  return back({ code, ...(told ? { granted_scopes: scopes.join(), denied_scopes: denied.join() } : {}) });
}

const page = (title: string): Answer => html(htmlPage(title, markup`<p>This redirect failed.</p>`));

function choice({ users }: FacebookState, query: URLSearchParams): Answer {
  const choices = users.map(
    ({ id, name, email }, index) => markup`
  <label><input type="radio" name="user" value="${id}"${index === 0 ? markup` checked` : ''}>
    <span>${name} <small>${email ?? 'without e-mail'}</small></span></label>`,
  );
  const body = markup`<form method="post" action="?${query.toString()}">
<fieldset><legend>Continue as</legend>${choices}
</fieldset>
<label><input type="checkbox" name="without" value="email"> without my e-mail address</label>
<button class="primary" name="decision" value="allow">Continue</button>
<button name="decision" value="decline">Cancel</button>
</form>
<p><small>Nothing here leaves your machine: this page stands in for Facebook's own.</small></p>`;
  return html(htmlPage('Facebook (local fake)', body));
}
