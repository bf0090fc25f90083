import { printable } from '../log.ts';
import { type Command, positionals } from './command.ts';
import { directoriesOf, withRuntime } from './open.ts';

/** Removes the link of a subject at a provider, in every directory. */
export const unlink: Command = {
  name: 'unlink',
  takes: '<key> <subject>',
  summary: 'remove the link of a subject',
  run(line, io) {
    const [key = '', subject = ''] = positionals(line, unlink);
    return withRuntime(line.config, async (runtime) => {
      const { identity } = runtime.registry.provider(key);
      const removed: string[] = [];
      for (const directory of directoriesOf(runtime)) {
        if (await runtime.stores.links.remove(directory, identity, subject)) removed.push(directory);
      }
      const text = removed.length === 0 ? 'had no link' : `is unlinked in ${removed.join(', ')}`;
      io.out(line.json ? JSON.stringify({ removed }) : `${key}/${printable(subject)} ${text}`);
      return removed.length === 0 ? 1 : 0;
    });
  },
};
