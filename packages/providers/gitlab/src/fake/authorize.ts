import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import type { GitlabState } from './state.ts';

const codeLifeMs = 600_000;
const session = { 'set-cookie': '_gitlab_session=of-a-browser; Path=/; HttpOnly' };

/** The page where a user allows or declines. */
export function authorizeRoutes(state: GitlabState): Routes {
  const path = `${state.root}/oauth/authorize`;
  return {
    [`GET ${path}`]: (call) => authorize(state, call),
    [`POST ${path}`]: (call) => authorize(state, call, call.form),
  };
}

function authorize(state: GitlabState, { query }: Call, choice?: URLSearchParams): Answer {
  const application = state.applications.find(({ id }) => id === query.get('client_id'));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (application === undefined || application.redirectUri !== redirectUri) {
    return html(htmlPage('An error has occurred', markup`<p>Unknown client or redirect URI.</p>`), { status: 401 });
  }
  const back = (parameters: Readonly<Record<string, string>>): Answer => {
    const url = new URL(redirectUri);
    const given = { ...parameters, state: query.get('state') ?? '' };
    for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
    return { ...redirect(url.href), headers: { ...session, location: url.href } };
  };
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  const challenge = query.get('code_challenge');
  if (state.settings.pkceDemanded && challenge === null) return back({ error: 'invalid_request' });
  if (choice === undefined) return html(page(state, query), { headers: session });
  const user = state.users.get(Number(choice.get('user')));
  if (choice.get('decision') !== 'allow' || user === undefined) return back({ error: 'access_denied' });
  const code = state.nextId(64);
  state.codes.set(code, {
    application: application.id,
    user: user.id,
    // Asked for nothing, GitLab grants full read and write.
    scopes: (query.get('scope') ?? 'api').split(' '),
    redirectUri,
    challenge,
    method: query.get('code_challenge_method') ?? 'plain',
    expiresAt: state.clock.now() + codeLifeMs,
  });
  return back({ code });
}

function page({ users, root }: GitlabState, query: URLSearchParams): string {
  const choices = users.all().map(
    ({ id, name, state }) => markup`
<label><input type="radio" name="user" value="${id}" required><span>${name} <small>${id} · ${state}</small></span></label>`,
  );
  return htmlPage(
    'GitLab (local fake)',
    markup`<p>An application asks for <code>${query.get('scope') ?? 'api'}</code>.</p>
<form method="post" action="${root}/oauth/authorize?${query.toString()}">
<fieldset><legend>Continue as</legend>${choices}</fieldset>
<button class="primary" name="decision" value="allow">Authorize</button>
<button name="decision" value="decline">Deny</button>
</form>`,
  );
}
