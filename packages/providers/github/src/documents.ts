import type { ProviderDocument } from '@bearerkit/core/provider';
import { member } from './member.ts';

const itemsOf = ({ list }: ProviderDocument): readonly unknown[] => (Array.isArray(list) ? list : []);

const primary = (emails: ProviderDocument) =>
  itemsOf(emails).find((item) => member(item, 'primary') === true && member(item, 'verified') === true);

/** The primary address, if it is verified; never another one. Older media types list bare texts, which say nothing. */
export const emailReaders = {
  email: { from: 'emails', read: (emails: ProviderDocument) => member(primary(emails), 'email') },
  emailVerified: { from: 'emails', read: (emails: ProviderDocument) => primary(emails) !== undefined },
} as const;

const nameOf = (item: unknown) => member(member(item, 'organization'), 'login');
const idOf = (value: unknown) => {
  const id = member(value, 'id');
  return typeof id === 'number' ? String(id) : undefined;
};
const active = (memberships: ProviderDocument) =>
  itemsOf(memberships).filter((item) => member(item, 'state') === 'active');

/** How each kind of `groups` is read: from which endpoint, and what of it. */
export const groupReaders = {
  'organization-ids': {
    from: 'memberships',
    read: (all) => active(all).map((item) => idOf(member(item, 'organization'))),
  },
  organizations: { from: 'memberships', read: (all) => active(all).map(nameOf) },
  'team-ids': { from: 'teams', read: (all) => itemsOf(all).map(idOf) },
  teams: { from: 'teams', read: (all) => itemsOf(all).map((item) => `${nameOf(item)}:${member(item, 'slug')}`) },
} as const satisfies Record<string, { from: string; read: (document: ProviderDocument) => unknown }>;
