/**
 * The part of Meetup's schema the fake knows, in GraphQL's notation for types. Nullability as in the published
 * introspection: an error in a non-null field nulls the object around it.
 */
export const schema: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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

/** The arguments that fields take; every other field takes none. */
export const fieldArguments: Readonly<Record<string, readonly string[]>> = { 'Member.memberships': ['first', 'after'] };

/** The name inside `[Name!]!`. */
export function namedType(type: string): string {
  return type.replace(/[[\]!]/g, '');
}
