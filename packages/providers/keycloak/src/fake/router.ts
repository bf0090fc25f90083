import { type Answer, type Call, json } from '@bearerkit/testkit';
import { authorizePage, signInHere } from './authorize.ts';
import { discovery } from './discovery.ts';
import { introspect } from './introspect.ts';
import { jwksOf } from './keys.ts';
import type { Realm } from './realm.ts';
import { logout, revoke } from './revoke.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';

const connect = '/protocol/openid-connect';

const routes: Readonly<Record<string, (realm: Realm, call: Call) => Answer>> = {
  'GET ': (realm) => json({ realm: realm.name, 'tokens-not-before': 0 }),
  'GET /.well-known/openid-configuration': discovery,
  [`GET ${connect}/certs`]: ({ keys }) => json(jwksOf(keys)),
  [`GET ${connect}/auth`]: authorizePage,
  [`POST ${connect}/auth`]: signInHere,
  [`POST ${connect}/token`]: token,
  [`POST ${connect}/token/introspect`]: introspect,
  [`GET ${connect}/userinfo`]: userinfo,
  [`POST ${connect}/userinfo`]: userinfo,
  [`POST ${connect}/revoke`]: revoke,
  [`POST ${connect}/logout`]: logout,
};

/** Answers what is below `<prefix>/realms`; a known path with another method is 404, as at Keycloak. */
export function createRouter(prefix: string, realms: (name: string) => Realm | undefined): (call: Call) => Answer {
  return (call) => {
    const [, name = '', rest = ''] = call.path.startsWith(`${prefix}/`)
      ? (/^\/realms\/([^/]+)(.*)$/.exec(call.path.slice(prefix.length)) ?? [])
      : [];
    const realm = realms(name);
    if (name !== '' && realm === undefined) return json({ error: 'Realm does not exist' }, { status: 404 });
    const answer = realm && routes[`${call.method} ${rest}`]?.(realm, call);
    return answer ?? json({ error: 'HTTP 404 Not Found' }, { status: 404 });
  };
}
