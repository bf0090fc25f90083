import { LinkConflictError, type NewLink } from '@bearerkit/store-sql';
import { canonicalOrUndefined } from '../directory/user-name.ts';
import { printable } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { UsageError } from './arguments.ts';
import { type Command, positionals } from './command.ts';
import { directoriesOf, withRuntime } from './open.ts';

/**
 * Links a subject at a provider to a local user, in every directory that has the user. A link that is there already
 * counts as made; another one that is in the way is told, and the other directories are still linked.
 */
export const link: Command = {
  name: 'link',
  takes: '<key> <subject> <user>',
  summary: 'link a subject at a provider to a local user',
  run(line, io) {
    const [key = '', subject = '', user = ''] = positionals(line, link);
    return withRuntime(line.config, async (runtime) => {
      const { identity } = runtime.registry.provider(key);
      const linked: string[] = [];
      const conflicts: string[] = [];
      for (const directory of directoriesWith(runtime, user)) {
        const conflict = await make(runtime, { directory, identity, subject, user, createdBy: 'admin' });
        if (conflict === undefined) linked.push(directory);
        else conflicts.push(conflict.message);
      }
      if (line.json) {
        const made = linked.map((directory) => ({ directory, provider: key, subject, user }));
        io.out(JSON.stringify({ linked: made, ...(conflicts.length > 0 && { conflicts }) }));
      } else if (linked.length > 0) io.out(`linked ${key}/${printable(subject)} to ${user} in ${linked.join(', ')}`);
      for (const conflict of conflicts) io.note(`bearerkit-gateway: ${conflict}`);
      return conflicts.length > 0 ? 1 : 0;
    });
  },
};

/** Makes one link. @returns the conflict, unless it is with the very link that was wanted */
async function make({ stores }: Runtime, wanted: NewLink): Promise<LinkConflictError | undefined> {
  try {
    await stores.links.add(wanted);
    return undefined;
  } catch (error) {
    if (!LinkConflictError.isInstance(error)) throw error;
    const { subject, user } = error.existing;
    const isSame = subject === wanted.subject && canonicalOrUndefined(user) === canonicalOrUndefined(wanted.user);
    return isSame ? undefined : error;
  }
}

/** @throws UsageError when no directory has the user, or callers may act as him in none: such a link would mislead */
function directoriesWith(runtime: Runtime, user: string): readonly string[] {
  const open = directoriesOf(runtime, (people) => people.mayBe(user));
  if (open.length > 0) return open;
  const closed = directoriesOf(runtime, (people) => people.has(user));
  if (closed.length > 0) throw new UsageError(`nobody may act as \`${user}\` (neverAs in ${closed.join(', ')})`);
  const names = directoriesOf(runtime).join(', ') || 'none is configured';
  throw new UsageError(`no directory has the user \`${printable(user)}\` (looked in: ${names})`);
}
