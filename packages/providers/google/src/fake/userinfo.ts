import { type Answer, bearerToken, type Call, json, type Routes } from '@bearerkit/testkit';
import { type GoogleState, live, serviceAccount } from './state.ts';
import { namesSomebody } from './tokens.ts';

/** userinfo, of any application's token: that is the hole that the check of `aud` closes. */
export function userinfoRoutes(state: GoogleState): Routes {
  return {
    'GET /v1/userinfo': (call) => answer(state, call, (person) => person),
    'GET /oauth2/v2/userinfo': (call) =>
      answer(state, call, ({ sub, email_verified, ...person }) => ({
        id: sub,
        verified_email: email_verified,
        ...person,
      })),
  };
}

type Document = Readonly<Record<string, unknown>>;

function answer(state: GoogleState, { headers }: Call, shape: (document: Document) => Document): Answer {
  const found = live(state, bearerToken(headers.authorization));
  if (found === undefined || !namesSomebody(found.scopes)) return unauthorised(state.settings.userinfoError);
  const { email: robot, id } = serviceAccount;
  if (found.person === undefined) return json(shape({ sub: id, email: robot, email_verified: true }));
  const { sub, email, emailVerified, hd, name, picture } = found.person;
  const has = (scope: string) => found.scopes.some((one) => one.endsWith(`/userinfo.${scope}`));
  return json(
    shape({
      sub,
      picture,
      hd,
      ...(has('email') ? { email, email_verified: emailVerified } : {}),
      ...(has('profile') ? { name } : {}),
    }),
  );
}

function unauthorised(look: 'oidc' | 'api'): Answer {
  const message = 'Request is missing required authentication credential.';
  const body =
    look === 'oidc'
      ? { error: 'invalid_request', error_description: 'Invalid Credentials' }
      : { error: { code: 401, message, status: 'UNAUTHENTICATED' } };
  return json(body, { status: 401 });
}
