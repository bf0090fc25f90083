import { type Answer, bearerToken, type Call, json, type Routes } from '@bearerkit/testkit';
import { type AccessToken, type GoogleState, live, serviceAccount } from './state.ts';
import { namesSomebody } from './tokens.ts';

/** tokeninfo: of every live token, whoever asks and in whatever place; numbers and booleans are strings. */
export function tokenInfoRoutes(state: GoogleState): Routes {
  const answer = ({ form, headers, query }: Call): Answer => {
    const token = bearerToken(headers.authorization) ?? form.get('access_token') ?? query.get('access_token');
    const found = live(state, token);
    if (found !== undefined) return json(document(state, found));
    const error = state.settings.tokeninfoError === 'full' ? { error: 'invalid_token' } : {};
    return json({ ...error, error_description: 'Invalid Value' }, { status: 400 });
  };
  return { 'POST /oauth2/v3/tokeninfo': answer, 'GET /oauth2/v3/tokeninfo': answer };
}

function document(state: GoogleState, { client, person, scopes, expiresAt, refreshToken }: AccessToken) {
  const seconds = Math.floor(expiresAt / 1000);
  const { id, email: robot } = serviceAccount;
  const { sub, email, emailVerified } = person ?? { sub: id, email: robot, emailVerified: true };
  return {
    azp: client,
    aud: client,
    ...(namesSomebody(scopes) ? { sub, email, email_verified: String(emailVerified) } : {}),
    scope: scopes.join(' '),
    exp: String(seconds),
    expires_in: String(seconds - Math.floor(state.clock.now() / 1000)),
    access_type: refreshToken === undefined ? 'online' : 'offline',
  };
}
