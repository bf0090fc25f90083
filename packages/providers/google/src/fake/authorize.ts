import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import type { GoogleState } from './state.ts';
import { longScopes } from './tokens.ts';

/** The page where somebody signs in and consents, or unticks scopes. Its errors are pages; nothing comes back. */
export function authorizeRoutes(state: GoogleState, issuer: () => string): Routes {
  const answer = (call: Call): Answer => authorize(state, issuer(), call);
  return { 'GET /o/oauth2/v2/auth': answer, 'POST /o/oauth2/v2/auth': answer };
}

function authorize(state: GoogleState, issuer: string, { query, method, form }: Call): Answer {
  const client = state.clients.find(({ id }) => id === query.get('client_id'));
  if (client === undefined) return page('Error 401: invalid_client', 401);
  const redirectUri = query.get('redirect_uri');
  if (redirectUri !== client.redirectUri) return page('Error 400: redirect_uri_mismatch', 400);
  if (method === 'GET') return signInPage(state, query);
  const back = (parameters: Readonly<Record<string, string>>): Answer => {
    const url = new URL(redirectUri);
    const iss = state.settings.issuerInCallback ? { iss: issuer } : {};
    const all = { state: query.get('state') ?? '', ...iss, ...parameters };
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
    return redirect(url.href);
  };
  const person = state.people.find(({ sub }) => sub === form.get('sub'));
  if (person === undefined || form.get('decision') === 'decline') return back({ error: 'access_denied' });
  const unticked = form.getAll('without');
  const scopes = (query.get('scope') ?? '').split(' ').filter((name) => !unticked.includes(name));
  const consent = `${client.id} ${person.sub}`;
  const isFirst = !state.consents.has(consent) || query.get('prompt') === 'consent';
  state.consents.add(consent);
  const code = `4/0${state.nextId(64)}`;
  state.codes.set(code, {
    client: client.id,
    person,
    scopes: longScopes(scopes),
    redirectUri,
    challenge: query.get('code_challenge') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    isOffline: isFirst && query.get('access_type') === 'offline',
  });
  return back({ code, scope: longScopes(scopes).join(' ') });
}

const page = (title: string, status: number): Answer =>
  html(htmlPage(title, markup`<p>Access blocked.</p>`), { status });

function signInPage({ people }: GoogleState, query: URLSearchParams): Answer {
  const choices = people.map(
    ({ sub, email }, index) => markup`
  <label><input type="radio" name="sub" value="${sub}"${index === 0 ? markup` checked` : ''}> ${email}</label>`,
  );
  const scopes = (query.get('scope') ?? '').split(' ').map(
    (name) => markup`
  <label><input type="checkbox" name="without" value="${name}"> without <code>${name}</code></label>`,
  );
  const body = markup`<form method="post" action="/o/oauth2/v2/auth?${query.toString()}">
<fieldset><legend>Choose an account</legend>${choices}
</fieldset><fieldset><legend>Scopes</legend>${scopes}
</fieldset>
<button class="primary" name="decision" value="allow">Continue</button>
<button name="decision" value="decline">Cancel</button>
</form>
<p><small>Nothing here leaves your machine: this page stands in for Google's own.</small></p>`;
  return html(htmlPage('Google (local fake)', body));
}
