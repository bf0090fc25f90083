import type { Attributes, ProviderDocument } from '@bearerkit/core/provider';

const marks = { mutable: true, reassignable: true };
const noise = /^(default-roles-.*|offline_access|uma_authorization)$/;

/** Where roles are read. */
export type RolesOf = 'realm' | { readonly client: string };

/** Claims and introspection answers have the same members: the mappers of the client make both. */
export const attributesFrom = (from: 'claims' | 'inspection', roles: RolesOf): Attributes<never> => ({
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
  return Array.isArray(roles) ? roles.filter((role) => !noise.test(String(role))) : undefined;
}

/** RFC 6901 §3. */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Whether a service account stands behind a token, and no human. A human may carry the name of one, or sign in through
 * a client that has one: what decides is what only the grant leaves, or that there is no session.
 */
export function isServiceAccount(document: ProviderDocument): boolean {
  const { azp, preferred_username: name, sid, session_state: session, clientId, clientHost } = document;
  const isNoted = clientId !== undefined || clientHost !== undefined;
  if (name === undefined) return isNoted;
  return name === `service-account-${String(azp).toLowerCase()}` && (isNoted || (sid ?? session) === undefined);
}
