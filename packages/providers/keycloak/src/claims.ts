import type { Attributes, ProviderDocument, Refused, Rejection } from '@bearerkit/core/provider';

const marked = (pointer: string) => ({ pointer, mutable: true, reassignable: true });
const noise = /^(default-roles-.*|offline_access|uma_authorization)$/;
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1'); // RFC 6901 §3
const kinds = { Refresh: 'refresh_token', Offline: 'refresh_token', ID: 'id_token' } as const;

/** Claims and introspection answers have the same members: the mappers of the client make both. */
export const attributes = (from: 'claims' | 'inspection', roles: 'realm' | { client: string }): Attributes<never> => ({
  from,
  subject: '/sub',
  username: marked('/preferred_username'),
  email: marked('/email'),
  emailVerified: '/email_verified',
  name: marked('/name'),
  picture: '/picture',
  groups: '/groups',
  roles: roles === 'realm' ? { read: realmRoles } : `/resource_access/${escaped(roles.client)}/roles`,
});

/** Without those that Keycloak gives to everybody. */
function realmRoles({ realm_access: access }: ProviderDocument): unknown {
  const roles: unknown = Object(access).roles;
  return Array.isArray(roles) ? roles.filter((role) => typeof role !== 'string' || !noise.test(role)) : undefined;
}

/** Of claims and of answers: `typ` tells the kinds of a realm apart, keys and header do not; `sub` may be absent. */
export const reject: readonly Rejection[] = [
  { claim: '/typ', noneOf: ['Bearer', 'DPoP'], reason: 'unrecognised' },
  { claim: '/sub', oneOf: [undefined], reason: 'unrecognised' },
];

/** Before anything is asked: introspection says that refresh tokens are active. */
export const otherKinds: readonly Refused<'issuer'>[] = Object.entries(kinds).map(([typ, reason]) => {
  return { issuer: 'issuer', when: (_header, claims) => claims.typ === typ, reason };
});

/** Where Keycloak is not asked. */
export const nameless: Refused<'issuer'> = {
  issuer: 'issuer',
  when: (_header, { typ, sub }) => typ === 'Bearer' && sub === undefined,
  reason: 'unrecognised',
  detail: 'it has no sub: a lightweight token (use mode jwt+introspection), or its client lacks the scope basic',
};

/**
 * No human stands behind it. One may have such a name at such a client: what only this grant leaves decides. A
 * lightweight token has no name, and its missing session is all that tells a service account, which keeps its `sub`.
 */
export function machine(token: ProviderDocument): boolean {
  const { azp, preferred_username: name, sid, session_state: session = sid } = token;
  const isNamed = typeof azp === 'string' && name === `service-account-${azp.toLowerCase()}`;
  const isNoted = (token.clientId ?? token.clientHost) !== undefined;
  return (isNamed || name === undefined) && (isNoted || session === undefined);
}
