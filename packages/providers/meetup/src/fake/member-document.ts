import type { Source } from './graphql/execute.ts';
import type { MeetupMember, MeetupMembership } from './members.ts';
import type { MeetupFakeSettings } from './settings.ts';

/** A member as `/gql-ext` knows one. */
export function memberDocument(member: MeetupMember, settings: MeetupFakeSettings): Source {
  const { id, name, username, email, status, city, country, memberships } = member;
  const leads = memberships.some(({ role }) => role === 'ORGANIZER');
  return {
    id: settings.numericIds ? Number(id) : id,
    name,
    username,
    email: settings.emailResolverFails ? failing('email lookup timed out') : email,
    status,
    memberUrl: `https://www.meetup.com/members/${id}/`,
    startDate: '2018-04-01T22:15:11-04:00',
    preferredLocale: 'en-US',
    bio: null,
    city,
    state: null,
    country,
    lat: 37.78,
    lon: -122.42,
    isLeader: leads,
    isOrganizer: leads,
    isProOrganizer: false,
    isMemberPlusSubscriber: false,
    memberPhoto: photo(id),
    adminProNetworks: [],
    memberships: (page: Page) => connection(memberships, page, settings.membershipsPerPage),
  };
}

interface Page {
  readonly first?: unknown;
  readonly after?: unknown;
}

/** One page of memberships (the Relay shape); a cursor is the encoded place of an edge. */
function connection(all: readonly MeetupMembership[], { first, after }: Page, most: number): Source {
  const start = typeof after === 'string' ? Number(Buffer.from(after, 'base64').toString()) + 1 : 0;
  if (!Number.isInteger(start)) throw new Error('Invalid cursor');
  const length = Math.min(typeof first === 'number' ? first : most, most);
  const edges = all.slice(start, start + length).map(({ role, status, group }, index) => ({
    cursor: Buffer.from(String(start + index)).toString('base64'),
    metadata: { role, status },
    node: group,
  }));
  const pageInfo = {
    hasNextPage: start + length < all.length,
    hasPreviousPage: start > 0,
    startCursor: edges[0]?.cursor,
    endCursor: edges.at(-1)?.cursor,
  };
  return { totalCount: all.length, pageInfo, edges };
}

function photo(id: string): Source {
  const baseUrl = 'https://secure-content.meetupstatic.com/images/classic-members/';
  const [standardUrl, highResUrl] = [`${baseUrl}${id}/200x200.jpg`, `${baseUrl}${id}/600x600.jpg`];
  return { id, baseUrl, standardUrl, highResUrl, thumbUrl: `${baseUrl}${id}/80x80.jpg` };
}

function failing(reason: string): () => never {
  return () => {
    throw new Error(reason);
  };
}
