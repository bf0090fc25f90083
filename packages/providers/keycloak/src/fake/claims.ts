import { type Grant, type Realm, secondsOf, uuidOf } from './realm.ts';
import type { KeycloakUser } from './users.ts';

/** Claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** What the service account of a client is, to the mappers. */
const serviceUser = (client: string): KeycloakUser => ({
  username: `service-account-${client}`.toLowerCase(),
  emailVerified: false,
  groups: [],
  realmRoles: ['default-roles-acme', 'offline_access', 'uma_authorization'],
  clientRoles: { account: ['view-profile'] },
});

const userOf = ({ users }: Realm, { subject, client }: Grant) =>
  (subject === undefined ? undefined : users.get(subject)) ?? serviceUser(client);

/** Subject of a service account: a hidden user with a UUID of its own. */
const serviceSubject = (client: string) =>
  `5e41ce00-0000-4000-8000-${Buffer.from(client).toString('hex').slice(0, 12).padEnd(12, '0')}`;

/** Audience mappers, and "Audience Resolve": each client on which the user has a role, but for the one that asks. */
function audienceOf(realm: Realm, grant: Grant): readonly string[] {
  const mapped = realm.settings.audienceMapper.includes(grant.client) ? ['rest-api'] : [];
  const resolved = Object.keys(userOf(realm, grant).clientRoles).filter((client) => client !== grant.client);
  return [...new Set([...mapped, ...resolved])];
}

/** A string for one value, an array for more, absent for none. */
const asClaim = (values: readonly string[]) => (values.length > 1 ? values : values[0]);

const withSession = ({ sid }: Grant, { settings }: Realm) =>
  sid === undefined ? {} : settings.version < 25 ? { session_state: sid, sid } : { sid };

/** What every token of a realm has. */
export function commonClaims(realm: Realm, grant: Grant, typ: string, life: number): Claims {
  const now = secondsOf(realm);
  return {
    exp: now + life,
    iat: now,
    ...(realm.settings.version < 18.5 ? { nbf: 0 } : {}),
    jti: typ === 'Bearer' && realm.settings.version > 26 ? `onrtac:${uuidOf(realm)}` : uuidOf(realm),
    iss: grant.issuer,
    typ,
    azp: grant.client,
    ...withSession(grant, realm),
  };
}

/** Roles, audience and profile, as the mappers put them into access tokens and introspection answers. */
export function mappedClaims(realm: Realm, grant: Grant): Claims {
  const user = userOf(realm, grant);
  const isMachine = grant.subject === undefined;
  const roles = Object.entries(user.clientRoles).map(([client, list]) => [client, { roles: list }]);
  return {
    aud: asClaim(audienceOf(realm, grant)),
    ...(realm.settings.basicScope || isMachine ? { sub: grant.subject ?? serviceSubject(grant.client) } : {}),
    ...(isMachine ? {} : { auth_time: secondsOf(realm) }),
    acr: '1',
    'allowed-origins': ['/*'],
    ...(user.realmRoles.length > 0 ? { realm_access: { roles: user.realmRoles } } : {}),
    ...(roles.length > 0 ? { resource_access: Object.fromEntries(roles) } : {}),
    scope: grant.scope,
    ...profileClaims(user),
    ...(isMachine ? machineClaims(realm, grant) : {}),
    ...(grant.nonce !== undefined && realm.settings.version < 25 ? { nonce: grant.nonce } : {}),
    ...(grant.jkt === undefined ? {} : { cnf: { jkt: grant.jkt } }),
  };
}

const machineClaims = ({ settings }: Realm, { client }: Grant) => ({
  [settings.version < 24 ? 'clientId' : 'client_id']: client,
  clientHost: '127.0.0.1',
  clientAddress: '127.0.0.1',
});

/** Claims of the scopes `profile` and `email`, and of a Group Membership mapper. */
export function profileClaims({ username, name, email, emailVerified, groups }: KeycloakUser): Claims {
  return {
    email_verified: emailVerified,
    ...(name === undefined ? {} : { name }),
    preferred_username: username,
    ...(email === undefined ? {} : { email }),
    ...(groups.length > 0 ? { groups } : {}),
  };
}
