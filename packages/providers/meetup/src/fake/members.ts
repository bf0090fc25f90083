/** The states an account may be in, as Meetup's schema names them. */
export type MeetupMemberStatus =
  | 'ACTIVE'
  | 'BLOCKED'
  | 'BOUNCED'
  | 'INVISIBLE'
  | 'PENDING'
  | 'PENDREMOVED'
  | 'PREREGISTERED'
  | 'REMOVED'
  | 'UNVERIFIED';

/** A member's place in a group. */
export interface MeetupMembership {
  readonly role: 'MEMBER' | 'EVENT_ORGANIZER' | 'ASST_ORGANIZER' | 'COORGANIZER' | 'ORGANIZER';
  readonly status: string;
  readonly group: { readonly id: string; readonly urlname: string; readonly name: string };
}

/** A member of the fake Meetup. */
export interface MeetupMember {
  /** Decimal digits. */
  readonly id: string;
  readonly name: string | null;
  readonly username: string | null;
  readonly email: string;
  readonly status: MeetupMemberStatus;
  readonly city: string | null;
  readonly country: string | null;
  readonly memberships: readonly MeetupMembership[];
}

/** The members of a fake, keyed `200000001` and so on. */
export interface MeetupMembers {
  all(): readonly MeetupMember[];
  get(id: string): MeetupMember | undefined;
  /** Adds a member, active and with made-up values where none are given. @throws RangeError when the id is taken */
  add(member: Partial<MeetupMember> & { readonly id: string }): MeetupMember;
  /** @throws RangeError for an unknown id */
  update(id: string, changes: Partial<Omit<MeetupMember, 'id'>>): MeetupMember;
  /** @throws RangeError for an unknown id */
  rename(id: string, name: string | null): MeetupMember;
}

/** Makes the members every fake begins with: one per kind of account that a client must tell apart. */
export function createMembers(): MeetupMembers {
  const members = new Map<string, MeetupMember>();
  const api: MeetupMembers = {
    all: () => [...members.values()],
    get: (id) => members.get(id),
    add: ({ id, ...values }) => {
      if (members.has(id)) throw new RangeError(`Member ${id} exists already; use update`);
      return put({ ...madeUp(id), ...values });
    },
    update: (id, changes) => {
      const member = members.get(id);
      if (member === undefined) throw new RangeError(`There is no member ${id}; use add`);
      return put({ ...member, ...changes });
    },
    rename: (id, name) => api.update(id, { name }),
  };
  const put = (member: MeetupMember): MeetupMember => {
    members.set(member.id, member);
    return member;
  };
  api.add({ id: '200000001', name: 'Member One', memberships: ['ORGANIZER', 'MEMBER', 'MEMBER'].map(membership) });
  api.add({ id: '200000002', name: 'Member Two', memberships: [membership('MEMBER', 1)] });
  api.add({ id: '200000003', name: null, username: null });
  api.add({ id: '200000004', name: 'Unverified Member', status: 'UNVERIFIED' });
  api.add({ id: '200000005', name: 'prereg_member_200000005', status: 'PREREGISTERED' });
  api.add({ id: '200000006', name: 'Blocked Member', status: 'BLOCKED' });
  return api;
}

function madeUp(id: string): MeetupMember {
  const label = `member-${Number(id.slice(-4))}`;
  const place = { city: 'Example City', country: 'us' };
  return {
    id,
    name: label,
    username: label,
    email: `${label}@example.com`,
    status: 'ACTIVE',
    memberships: [],
    ...place,
  };
}

function membership(role: string, index: number): MeetupMembership {
  const group = { id: `${3000001 + index}`, urlname: `example-group-${index + 1}`, name: `Example Group ${index + 1}` };
  return { role: role as MeetupMembership['role'], status: role === 'ORGANIZER' ? 'LEADER' : 'ACTIVE', group };
}
