/**
 * The part of Meetup's schema the fake knows, in GraphQL's notation for types. Nullability as in the published
 * introspection: an error in a non-null field nulls the object around it.
 */
const schema: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Query: { self: 'Member' },
  Member: {
    id: 'ID!',
    name: 'String',
    username: 'String',
    email: 'String!',
    status: 'MemberStatus!',
    memberUrl: 'String!',
    startDate: 'ZonedDateTime!',
    preferredLocale: 'String!',
    bio: 'String',
    city: 'String',
    state: 'String',
    country: 'String',
    lat: 'Float',
    lon: 'Float',
    isLeader: 'Boolean!',
    isOrganizer: 'Boolean!',
    isProOrganizer: 'Boolean!',
    isMemberPlusSubscriber: 'Boolean!',
    memberPhoto: 'PhotoInfo',
    adminProNetworks: '[ProNetwork!]!',
    memberships: 'MembershipConnection!',
  },
  PhotoInfo: { id: 'ID!', baseUrl: 'String!', standardUrl: 'String!', highResUrl: 'String', thumbUrl: 'String' },
  ProNetwork: { id: 'ID!', name: 'String!', urlname: 'String!' },
  MembershipConnection: { totalCount: 'Int!', pageInfo: 'PageInfo!', edges: '[MembershipEdge!]!' },
  PageInfo: { hasNextPage: 'Boolean!', hasPreviousPage: 'Boolean!', startCursor: 'String', endCursor: 'String' },
  MembershipEdge: { cursor: 'String!', metadata: 'MembershipMetadata!', node: 'Group!' },
  MembershipMetadata: { role: 'MemberRole!', status: 'MembershipStatus!' },
  Group: { id: 'ID!', urlname: 'String!', name: 'String!' },
};

/** The type of a field, in GraphQL's notation; `undefined` where the type has no such field. */
export function fieldType(type: string, name: string): string | undefined {
  const fields = schema[type] ?? {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Whether a type has fields, and is no scalar. */
export function isObject(type: string): boolean {
  return Object.hasOwn(schema, type);
}

/** The arguments that fields take; every other field takes none. */
export const fieldArguments: Readonly<Record<string, readonly string[]>> = { 'Member.memberships': ['first', 'after'] };

/** The name inside `[Name!]!`. */
export function namedType(type: string): string {
  return type.replace(/[[\]!]/g, '');
}
