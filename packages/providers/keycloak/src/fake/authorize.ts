import { type Answer, type Call, html, htmlPage, markup, redirect } from '@bearerkit/testkit';
import { type Realm, uuidOf } from './realm.ts';

const codeLifeMs = 60_000;

/** The login page: it asks for no password, only who signs in. */
export function authorizePage(realm: Realm, { query }: Call): Answer {
  const refusal = refused(realm, query);
  if (refusal !== undefined) return refusal;
  const choices = [...realm.users].map(
    ([subject, { username }]) => markup`<label><input type="radio" name="user" value="${subject}">${username}</label>`,
  );
  return html(
    htmlPage(`Sign in to ${realm.name}`, markup`<form method="post">${choices}<button>Sign In</button></form>`),
  );
}

/** Signs the chosen user in, and sends the browser back with a code. */
export function signInHere(realm: Realm, call: Call): Answer {
  const { query, form } = call;
  const refusal = refused(realm, query);
  if (refusal !== undefined) return refusal;
  const [subject, issuer, sid] = [form.get('user') ?? '', realm.issuer(call), uuidOf(realm)];
  if (!realm.users.has(subject)) return page('Invalid username or password.');
  const [code, redirectUri] = [`${uuidOf(realm)}.${sid}`, query.get('redirect_uri') ?? ''];
  const challenge = query.get('code_challenge') ?? undefined;
  const client = query.get('client_id') ?? '';
  const grant = { client, subject, issuer, sid, scope: scopeOf(query), nonce: query.get('nonce') ?? undefined };
  realm.sessions.add(sid);
  realm.codes.set(code, { grant, redirectUri, challenge, expiresAt: realm.clock.now() + codeLifeMs, used: false });
  const url = new URL(redirectUri);
  const answer = { state: query.get('state'), session_state: sid, iss: issuer, code };
  for (const [name, value] of Object.entries(answer)) if (value !== null) url.searchParams.set(name, value);
  return redirect(url.href);
}

/** Default client scopes come without asking; `openid` does not. */
function scopeOf(query: URLSearchParams): string {
  const asked = (query.get('scope') ?? '')
    .split(' ')
    .filter((scope) => scope === 'openid' || scope === 'offline_access');
  return [...asked, 'email', 'profile'].join(' ');
}

function refused({ clients }: Realm, query: URLSearchParams): Answer | undefined {
  const client = clients.get(query.get('client_id') ?? '');
  if (client === undefined) return page('Client not found.');
  if (query.get('redirect_uri') !== client.redirectUri) return page('Invalid parameter: redirect_uri');
  return query.get('response_type') === 'code' ? undefined : page('Missing parameter: response_type');
}

const page = (text: string) => html(htmlPage('We are sorry...', markup`<p>${text}</p>`), { status: 400 });
