import type { Case } from './case.ts';

/** Cases that a provider can not pass, by title, each with its reason. */
export type Skips = Readonly<Record<string, string>>;

/**
 * The cases that are skipped.
 *
 * @throws TypeError for a title that there is not, for a case that is never skipped, and for a skip without a reason
 */
export function checkSkips(cases: readonly Case[], skip: Skips): readonly Case[] {
  return Object.entries(skip).map(([title, reason]) => {
    const found = cases.find((one) => one.title === title);
    if (found === undefined) throw new TypeError(`No case of the provider contract has the title '${title}'`);
    if (found.absent === undefined) throw new TypeError(`'${title}' holds for every provider and is never skipped`);
    if (reason.trim() === '') throw new TypeError(`The skip of '${title}' needs a reason`);
    return found;
  });
}
