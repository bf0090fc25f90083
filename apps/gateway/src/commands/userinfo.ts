import type { Userinfo } from '@bearerkit/core';
import { type Command, positionals } from './command.ts';
import { withRuntime } from './open.ts';
import { readToken } from './read-token.ts';

/** One line for each value: where it is, what it looks like, and what speaks against it as a user name. */
function table(candidates: Userinfo['candidates']): readonly string[] {
  const rows = candidates.map(({ pointer, looksLike, warnings }) => [pointer, looksLike.join(' '), warnings.join(' ')]);
  const all = [['pointer', 'looks like', 'beware'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)) + 2);
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd(),
  );
}

/** Shows the provider's userinfo answer for a token: where the attributes and the subject are. */
export const userinfo: Command = {
  name: 'userinfo',
  takes: '<key>',
  summary: "show a provider's userinfo answer for the token on standard input",
  run(line, io) {
    const [key = ''] = positionals(line, userinfo);
    return withRuntime(line.config, async ({ registry }) => {
      const client = registry.client(key);
      const { profile, candidates } = await client.userinfo({ token: await readToken(io) });
      if (line.json) io.out(JSON.stringify({ profile, candidates }));
      else io.out([JSON.stringify(profile, null, 2), '', ...table(candidates)].join('\n'));
      return 0;
    });
  },
};
