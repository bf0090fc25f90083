import type { ProviderDocument } from '@bearerkit/core/provider';

/** An own member, however deep, of a value from outside; `undefined` where there is none. */
export const member = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((at, name) => (Object.hasOwn(Object(at), name) ? Object(at)[name] : undefined), value);

const items = ({ list }: ProviderDocument): readonly unknown[] => (Array.isArray(list) ? list : []);
const active = (all: ProviderDocument) => items(all).filter((item) => member(item, 'state') === 'active');
const isMain = (item: unknown) => member(item, 'primary') === true && member(item, 'verified') === true;
const ids = (all: readonly unknown[]) => all.flatMap((id) => (Number.isSafeInteger(id) ? [String(id)] : []));
const team = (item: unknown) => [member(item, 'organization', 'login'), member(item, 'slug')].join(':');
const marks = { mutable: true, reassignable: true };
const reader = <From extends string>(from: From, read: (all: ProviderDocument) => unknown) => ({
  from,
  read,
  ...marks,
});
const email = {
  email: reader('emails', (all) => member(items(all).find(isMain), 'email')),
  emailVerified: reader('emails', (all) => items(all).some(isMain)),
};

/** How each kind of `groups` is read; a membership that the user has not accepted is none. */
const groups = {
  'organization-ids': reader('memberships', (all) => ids(active(all).map((one) => member(one, 'organization', 'id')))),
  organizations: reader('memberships', (all) => active(all).map((one) => member(one, 'organization', 'login'))),
  'team-ids': reader('teams', (all) => ids(items(all).map((one) => member(one, 'id')))),
  teams: reader('teams', (all) => items(all).map(team)),
};

/** A user as GitHub shows one at a pointer of the rule's document, and what further documents tell. */
export const accountAt = (
  at: string,
  read: { readonly email: boolean; readonly groups?: keyof typeof groups | undefined },
) => ({
  subject: `${at}/id`,
  username: { pointer: `${at}/login`, ...marks },
  picture: { pointer: `${at}/avatar_url`, mutable: true },
  name: { pointer: '/name', from: 'userinfo', ...marks } as const,
  ...(read.email ? email : {}),
  ...(read.groups === undefined ? {} : { groups: groups[read.groups] }),
});
