import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import { type AzureAdAccount, accounts } from './directory.ts';
import { inTenant } from './metadata.ts';
import { isRefusal, readScope } from './resource.ts';
import type { State } from './state.ts';

const codeLifeMs = 600_000;

/** The page where a person signs in: a form, which posts to where it came from. */
export function authorizeRoutes(state: State): Routes {
  const page = inTenant((tenant, call) => authorize(state, tenant, call));
  const paths = ['/:tenant/oauth2/v2.0/authorize', '/:tenant/oauth2/authorize'];
  return Object.fromEntries(paths.flatMap((path) => [`GET ${path}`, `POST ${path}`].map((route) => [route, page])));
}

function authorize(state: State, tenant: string, { query, method, form, path }: Call): Answer {
  const text = (name: string): string => query.get(name) ?? '';
  const client = Object.values(state.apps).find(({ id }) => id === text('client_id'));
  if (client === undefined) return problem(700016, 'The application was not found in the directory.');
  if (client.redirectUri !== text('redirect_uri')) return problem(50011, 'The redirect URI does not match.');
  const back = (parameters: Readonly<Record<string, string>>): Answer => {
    // A URI without a path comes back with one.
    const url = new URL(text('redirect_uri'));
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    if (query.has('state')) url.searchParams.set('state', text('state'));
    return redirect(url.href);
  };
  const asked = readScope(state, text('scope'), query.get('resource'));
  if (isRefusal(asked)) {
    const { error, error_description } = JSON.parse(String(asked.body));
    return back({ error, error_description });
  }
  if (text('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
  if (form.get('decision') === 'cancel') return back({ error: 'access_denied', error_subcode: 'cancel' });
  const people: readonly AzureAdAccount[] = Object.values(accounts);
  const account = method === 'POST' ? people.find(({ oid }) => oid === form.get('account')) : undefined;
  if (account === undefined) return html(page(client.id, `${path}?${query.toString()}`, people));
  const code = `1.A${state.nextId()}`;
  const method256 = query.get('code_challenge_method') ?? 'plain';
  state.codes.set(code, {
    ...{ client, tenant, account, scope: text('scope'), redirectUri: text('redirect_uri') },
    ...{ challenge: query.get('code_challenge') ?? undefined, method: method256, used: false },
    expiresAt: state.clock.now() + codeLifeMs,
  });
  return back({ code, session_state: state.nextId() });
}

const page = (client: string, action: string, people: readonly AzureAdAccount[]): string =>
  htmlPage(
    'Sign in (local fake of Microsoft Entra ID)',
    markup`<p>The application <code>${client}</code> asks to know who you are.</p>
<form method="post" action="${action}">
<fieldset><legend>Pick an account</legend>${people.map(
      ({ oid, name, username }, index) => markup`
  <label><input type="radio" name="account" value="${oid}" required${index === 0 ? markup` checked` : ''}>
    <span>${name} <small>${username}</small></span></label>`,
    )}
</fieldset>
<button class="primary" name="decision" value="accept">Accept</button>
<button name="decision" value="cancel">Cancel</button>
</form>`,
  );

/** Wrong requests end at a page of Microsoft's: nobody is sent anywhere. */
const problem = (code: number, what: string): Answer =>
  html(htmlPage('Sorry, but we are having trouble signing you in', markup`<p>AADSTS${code}: ${what}</p>`));
