import { createGateway } from '../gateway.ts';
import { type Command, positionals } from './command.ts';
import { loadHere } from './open.ts';

/** Runs the gateway until SIGTERM or SIGINT, then lets the requests under way finish. */
export const start: Command = {
  name: 'start',
  takes: '',
  summary: 'run the gateway until SIGTERM',
  async run(line, io) {
    positionals(line, start);
    const config = await loadHere(line.config);
    // At a terminal nobody balances load: nothing has to be told that we stop.
    const stop = process.stdin.isTTY === true ? { accept: 0 } : {};
    const gateway = await createGateway(config, { stop });
    const { publicUrl, adminUrl } = gateway;
    if (line.json) io.out(JSON.stringify({ public: publicUrl, admin: adminUrl }));
    else io.out(`listening on ${publicUrl}, admin on ${adminUrl}`);
    for (const warning of config.warnings) io.note(warning);
    if (!config.policy.enabled) {
      io.note('policy.enabled is false: every route that is not public answers 403 `disabled`');
    }
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    });
    io.note('stopping: not ready any more, requests under way may finish; Ctrl-C again ends at once');
    await gateway.drain();
    return 0;
  },
};
