import type { LocalUser } from '../user.ts';

/** A page of the fake Confluence. */
export interface Page {
  readonly id: number;
  readonly title: string;
  /** `DS` is open to every user, `OPS` to administrators, `~name` to its owner. */
  readonly space: string;
  /** Body in storage format. */
  readonly text: string;
}

/** Whether a user sees a space and may write in it. */
export function mayUse(user: LocalUser, space: string): boolean {
  if (space === 'OPS') return user.groups.includes('administrators');
  return space === 'DS' || space === `~${user.name}`;
}

/** The same pages at every start: 32 for all, 3 for administrators, and a home page for each user. */
export function createPages(users: readonly LocalUser[]): Page[] {
  const titles: (readonly [title: string, space: string])[] = [
    ['Welcome', 'DS'],
    ...Array.from({ length: 31 }, (_, index) => [`Handbook, chapter ${index + 1}`, 'DS'] as const),
    ...Array.from({ length: 3 }, (_, index) => [`Runbook ${index + 1}`, 'OPS'] as const),
    ...users.map(({ name, displayName }) => [`${displayName}’s home`, `~${name}`] as const),
  ];
  return titles.map(([title, space], index) => ({ id: pageId(index), title, space, text: `<p>${title}</p>` }));
}

/** The id of the n-th page, counted from 0. */
export function pageId(index: number): number {
  return 98308 + index * 4;
}
