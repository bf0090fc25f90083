import { printable } from '../log.ts';
import { type Command, positionals } from './command.ts';
import { withRuntime } from './open.ts';

/** Lists who is linked to whom. */
export const links: Command = {
  name: 'links',
  takes: '',
  summary: 'list who is linked to whom',
  run(line, io) {
    positionals(line, links);
    return withRuntime(line.config, async ({ registry, stores }) => {
      const keys = new Map(registry.keys.map((key) => [registry.provider(key).identity, key]));
      const all = stores.links.list().map((entry) => ({ ...entry, provider: keys.get(entry.identity) }));
      const text = all.map(({ directory, provider, identity, subject, user }) => {
        return `${directory}  ${provider ?? `(${printable(identity)}, not configured)`}/${printable(subject)}  ${user}`;
      });
      if (line.json) io.out(JSON.stringify({ links: all }));
      else for (const row of text.length === 0 ? ['no links'] : text) io.out(row);
      return 0;
    });
  },
};
