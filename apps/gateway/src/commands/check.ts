import { type Command, positionals } from './command.ts';
import { loadHere } from './open.ts';

/** Reads the configuration and says whether it can be used. */
export const check: Command = {
  name: 'check',
  takes: '',
  summary: 'read the configuration and say what is wrong with it',
  async run(line, io) {
    positionals(line, check);
    const { providers, upstreams, routes, warnings: own } = await loadHere(line.config);
    const ofProviders = Object.entries(providers).flatMap(([key, provider]) =>
      provider.warnings.map(({ text }) => `${key}: ${text}`),
    );
    const warnings = [...own, ...ofProviders];
    const [providerCount, upstreamCount] = [Object.keys(providers).length, Object.keys(upstreams).length];
    const counts = { providers: providerCount, upstreams: upstreamCount, routes: routes.length };
    if (line.json) {
      io.out(JSON.stringify({ ok: true, ...counts, warnings }));
      return 0;
    }
    for (const warning of warnings) io.note(warning);
    io.out(
      `${line.config} is good. Providers: ${counts.providers}, upstreams: ${counts.upstreams}, routes: ${counts.routes}.`,
    );
    return 0;
  },
};
