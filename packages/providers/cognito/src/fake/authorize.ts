import { type Answer, type Call, html, htmlPage, markup, type Routes, redirect } from '@bearerkit/testkit';
import { type CognitoState, customScopes, systemScopes } from './state.ts';

const codeLifeMs = 300_000;

/** The sign-in page: a form, or `?user=<sub>` in one step. GET only. */
export function authorizeRoutes(state: CognitoState): Routes {
  return { 'GET /oauth2/authorize': ({ query }) => authorize(state, query) };
}

function authorize(state: CognitoState, query: Call['query']): Answer {
  const client = state.clients.find(({ id }) => id === query.get('client_id'));
  const redirectUri = query.get('redirect_uri');
  if (client === undefined || redirectUri !== client.redirectUri) {
    return html(htmlPage('An error was encountered', markup`<p>invalid_request</p>`), { status: 400 });
  }
  const back = (parameters: Readonly<Record<string, string>>) => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const value = query.get('state');
    if (value !== null) url.searchParams.set('state', value);
    return redirect(url.href);
  };
  const [challenge, method] = [query.get('code_challenge'), query.get('code_challenge_method')];
  const isWellFormed = query.get('response_type') === 'code' && !isJson(query.get('state'));
  if (!isWellFormed || ((challenge ?? method) !== null && (challenge === null || method !== 'S256'))) {
    return back({ error: 'invalid_request' });
  }
  const user = state.users.get(query.get('user') ?? '');
  if (user === undefined) return html(page(state, query));
  const asked = (query.get('scope') ?? '').split(' ').filter(Boolean);
  const code = state.nextId(32);
  state.codes.set(code, {
    client: client.id,
    user: user.sub,
    // Without a scope all those of the client.
    scopes: asked.length === 0 ? [...systemScopes, ...customScopes] : asked,
    redirectUri,
    challenge: challenge ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    resource: query.get('resource') ?? undefined,
    expiresAt: state.clock.now() + codeLifeMs,
  });
  return back({ code });
}

function isJson(text: string | null): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'object';
  } catch {
    return false;
  }
}

function page({ users }: CognitoState, query: URLSearchParams): string {
  const hidden = [...query].map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`);
  const choices = [...users.values()].map(
    ({ sub, name, username }) => markup`<p><button name="user" value="${sub}">${name} (${username})</button></p>`,
  );
  return htmlPage('Cognito (local fake)', markup`<form action="/oauth2/authorize">${hidden}${choices}</form>`);
}
