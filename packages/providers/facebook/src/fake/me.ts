import { createHmac } from 'node:crypto';
import { type Answer, bearerToken, type Call, json } from '@bearerkit/testkit';
import { appOf, deadText, failure } from './graph.ts';
import { type FacebookState, type FacebookUser, subcodeOf, type Token } from './state.ts';

/** The token of a request, or the answer that refuses it. Whose app it is of, nobody asks unless a proof is sent. */
function tokenOf(state: FacebookState, { headers, query }: Call): Token | Answer {
  const text = bearerToken(headers.authorization) ?? query.get('access_token') ?? '';
  if (text === '' || appOf(state, text) !== undefined)
    return failure(2500, 'An active access token must be used to query information about the current user.');
  const token = state.tokens.get(text);
  if (token === undefined) return failure(190, 'Invalid OAuth access token - Cannot parse access token');
  const subcode = subcodeOf(state, token);
  if (subcode !== undefined) return failure(190, deadText(subcode), subcode);
  const proof = query.get('appsecret_proof');
  if (proof === null && state.settings.proofRequired)
    return failure(100, 'API calls from the server require an appsecret_proof argument');
  if (proof !== null && proof !== createHmac('sha256', token.app.secret).update(text).digest('hex'))
    return failure(100, 'Invalid appsecret_proof provided in the API argument');
  return token;
}

/** /me, of any app's token, with the fields that were asked for. */
export function me(state: FacebookState, call: Call): Answer {
  const token = tokenOf(state, call);
  if (!('user' in token)) return token;
  const asked = (call.query.get('fields') ?? 'id,name').split(',').map((name) => name.replace(/[.{].*/, ''));
  const all = Object.entries(documentOf(token.user, token.scopes)).filter(([name]) => asked.includes(name));
  const usage = JSON.stringify({ call_count: 0, total_cputime: 0, total_time: 0 });
  return json(Object.fromEntries(all), { headers: { 'x-app-usage': usage } });
}

function documentOf({ id, name, email, isSilhouette }: FacebookUser, scopes: readonly string[]) {
  const url = `https://platform-lookaside.fbsbx.com/${id}`;
  return {
    id,
    name,
    email: scopes.includes('email') ? email : undefined,
    picture: { data: { url, width: 50, height: 50, is_silhouette: isSilhouette } },
  };
}

/** What was granted (GET), and the end of all of it (DELETE). */
export function permissions(state: FacebookState, call: Call): Answer {
  const token = tokenOf(state, call);
  if (!('user' in token)) return token;
  if (call.method === 'GET')
    return json({ data: token.scopes.map((permission) => ({ permission, status: 'granted' })) });
  for (const one of state.tokens.values()) if (one.app === token.app && one.user === token.user) one.dead = 458;
  return json(true);
}
