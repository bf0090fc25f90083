import type { Attributes, ProviderDocument, Refused, Rejection } from '@bearerkit/core/provider';

const marks = { mutable: true, reassignable: true };

/** Claims and introspection answers have the same members: the mappers of the client make both. */
export const attributes = (from: 'claims' | 'inspection', roles: 'realm' | { client: string }): Attributes<never> => ({
  from,
  subject: '/sub',
  username: { pointer: '/preferred_username', ...marks },
  email: { pointer: '/email', ...marks },
  emailVerified: '/email_verified',
  name: { pointer: '/name', ...marks },
  picture: '/picture',
  groups: '/groups',
  roles: roles === 'realm' ? { read: realmRoles } : `/resource_access/${escaped(roles.client)}/roles`,
});

/** Without those that Keycloak gives to everybody. */
function realmRoles({ realm_access: access }: ProviderDocument): unknown {
  const roles: unknown = Object(access).roles;
  const noise = /^(default-roles-.*|offline_access|uma_authorization)$/;
  return Array.isArray(roles) ? roles.filter((role) => !noise.test(String(role))) : undefined;
}

/** RFC 6901 §3. */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Of claims and of answers: `typ` tells the kinds of a realm apart; keys and header do not. */
export const accessOnly: Rejection = { claim: '/typ', noneOf: ['Bearer', 'DPoP'], reason: 'unrecognised' };
const kinds = { Refresh: 'refresh_token', Offline: 'refresh_token', ID: 'id_token' } as const;

/** Refused before anything is asked: introspection says that refresh tokens are active. */
export const otherKinds: readonly Refused<'issuer'>[] = Object.entries(kinds).map(([typ, reason]) => ({
  issuer: 'issuer',
  when: (_header, claims) => claims.typ === typ,
  reason,
}));

/**
 * Whether a service account stands behind a token, and no human. A human may have such a name, and sign in through such
 * a client; what decides is what only the grant leaves, or that there is no session.
 */
export function isServiceAccount(document: ProviderDocument): boolean {
  const { azp, preferred_username: name, sid, session_state: session, clientId, clientHost } = document;
  const isNoted = (clientId ?? clientHost) !== undefined;
  if (name === undefined) return isNoted;
  return name === `service-account-${String(azp).toLowerCase()}` && (isNoted || (sid ?? session) === undefined);
}
