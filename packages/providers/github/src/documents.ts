import type { ProviderDocument } from '@bearerkit/core/provider';

/** An own member, however deep, of a value from outside; `undefined` where there is none. */
export const member = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((at, name) => (Object.hasOwn(Object(at), name) ? Object(at)[name] : undefined), value);

const itemsOf = ({ list }: ProviderDocument): readonly unknown[] => (Array.isArray(list) ? list : []);
const active = (all: ProviderDocument) => itemsOf(all).filter((item) => member(item, 'state') === 'active');
const idOf = (id: unknown) => (Number.isSafeInteger(id) ? String(id) : undefined);
const teamOf = (team: unknown) => [member(team, 'organization', 'login'), member(team, 'slug')];
const primary = (emails: ProviderDocument) =>
  itemsOf(emails).find((item) => member(item, 'primary') === true && member(item, 'verified') === true);

/** The primary address, if it is verified; never another one. Older media types list bare texts, which say nothing. */
export const emailReaders = {
  email: { from: 'emails', read: (emails: ProviderDocument) => member(primary(emails), 'email') },
  emailVerified: { from: 'emails', read: (emails: ProviderDocument) => primary(emails) !== undefined },
} as const;

const [memberships, teams] = ['memberships', 'teams'] as const;

/** How each kind of `groups` is read; a membership that the user has not accepted is none. */
export const groupReaders = {
  'organization-ids': {
    from: memberships,
    read: (all) => active(all).map((one) => idOf(member(one, 'organization', 'id'))),
  },
  organizations: { from: memberships, read: (all) => active(all).map((one) => member(one, 'organization', 'login')) },
  'team-ids': { from: teams, read: (all) => itemsOf(all).map((team) => idOf(member(team, 'id'))) },
  teams: {
    from: teams,
    read: (all) =>
      itemsOf(all)
        .map(teamOf)
        .flatMap(([org, slug]) => (org && slug ? `${org}:${slug}` : [])),
  },
} as const satisfies Record<string, { from: string; read: (document: ProviderDocument) => unknown }>;
