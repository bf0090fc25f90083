import { type Command, positionals } from './command.ts';
import { withRuntime } from './open.ts';
import { readToken } from './read-token.ts';

/** Shows the provider's userinfo answer for a token: where the attributes and the subject are. */
export const userinfo: Command = {
  name: 'userinfo',
  takes: '<key>',
  summary: "show a provider's userinfo answer for the token on standard input",
  run(line, io) {
    const [key = ''] = positionals(line, userinfo);
    return withRuntime(line.config, async ({ registry }) => {
      const client = registry.client(key);
      const profile = await client.userinfo(await readToken(io));
      io.out(JSON.stringify(profile, null, line.json ? undefined : 2));
      return 0;
    });
  },
};
