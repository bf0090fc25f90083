import { type Answer, type Call, json } from '@bearerkit/testkit';
import { failure } from './graph.ts';
import { type FacebookApp, type FacebookState, issue, subcodeOf } from './state.ts';

/** The token endpoint, by GET and by POST: neither scope nor refresh token, and errors as all of the Graph API. */
export function token(state: FacebookState, { method, query, form }: Call): Answer {
  const fields = method === 'GET' ? query : form;
  const app = state.apps.find(({ id }) => id === fields.get('client_id'));
  if (app === undefined) return failure(101, 'Error validating application. Cannot get application info.');
  if (fields.get('client_secret') !== app.secret) return failure(1, 'Error validating client secret.');
  switch (fields.get('grant_type') ?? 'authorization_code') {
    case 'authorization_code':
      return codeGrant(state, app, fields);
    case 'fb_exchange_token':
      return longer(state, app, fields.get('fb_exchange_token') ?? '');
    case 'client_credentials':
      return json({ access_token: `${app.id}|${app.secret}`, token_type: 'bearer' });
    default:
      return failure(100, 'Invalid grant_type');
  }
}

const answer = (state: FacebookState, access_token: string): Answer =>
  json({ access_token, token_type: 'bearer', expires_in: state.settings.endless ? 0 : 5_183_976 });

function codeGrant(state: FacebookState, app: FacebookApp, fields: URLSearchParams): Answer {
  const code = state.codes.get(fields.get('code') ?? '');
  if (code === undefined || code.app !== app) return failure(100, 'Invalid verification code format.');
  if (code.used) return failure(100, 'This authorization code has been used.', 36009);
  if (code.expiresAt < state.clock.now()) return failure(100, 'This authorization code has expired.', 36007);
  if (code.redirectUri !== fields.get('redirect_uri'))
    return failure(100, 'Error validating verification code. Please make sure your redirect_uri is identical', 36008);
  code.used = true;
  return answer(state, issue(state, code));
}

function longer(state: FacebookState, app: FacebookApp, text: string): Answer {
  const token = state.tokens.get(text);
  const isGood = token?.app === app && subcodeOf(state, token) === undefined;
  return isGood ? answer(state, issue(state, token)) : failure(190, 'Error validating access token.', 463);
}
