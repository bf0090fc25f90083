import type { Runtime } from '../runtime.ts';
import { UsageError } from './arguments.ts';
import { type Command, positionals } from './command.ts';
import { withRuntime } from './open.ts';

/** Links a subject at a provider to a local user, in every directory that has the user. */
export const link: Command = {
  name: 'link',
  takes: '<key> <subject> <user>',
  summary: 'link a subject at a provider to a local user',
  run(line, io) {
    const [key = '', subject = '', user = ''] = positionals(line, link);
    return withRuntime(line.config, async (runtime) => {
      const { identity } = runtime.registry.provider(key);
      const directories = directoriesWith(runtime, user);
      for (const directory of directories) {
        await runtime.stores.links.add({ directory, identity, subject, user, createdBy: 'admin' });
      }
      const linked = directories.map((directory) => ({ directory, provider: key, subject, user }));
      io.out(
        line.json ? JSON.stringify({ linked }) : `linked ${key}/${subject} to ${user} in ${directories.join(', ')}`,
      );
      return 0;
    });
  },
};

/** @throws UsageError when no upstream's directory has the user: a link to nobody would only mislead */
function directoriesWith({ people }: Runtime, user: string): readonly string[] {
  const having = [...people.values()].filter((directory) => directory.has(user));
  if (having.length > 0) return [...new Set(having.map(({ name }) => name))];
  const names = [...new Set([...people.values()].map(({ name }) => name))].join(', ') || 'none is configured';
  throw new UsageError(`no directory has the user \`${user}\` (looked in: ${names})`);
}
