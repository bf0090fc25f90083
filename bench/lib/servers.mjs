import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from './tools.mjs';

const script = join(import.meta.dirname, '../servers/serve.mjs');
const running = new Set();
const ticksPerSecond = 100;

process.on('exit', () => {
  for (const { pids } of running) for (const pid of pids) kill(pid);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/**
 * Starts a server of `servers/` on a processor of its own, where there is `taskset`.
 *
 * @returns its port, the process ids, and `stop`
 */
export async function startServer(group, name, settings, { processor = 0 } = {}) {
  const [command, args] = pinned(processor, process.execPath, [script, group, name, JSON.stringify(settings)]);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const entry = { pids: [child.pid] };
  running.add(entry);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const message = await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    exited.then((code) => ({ error: `ended with code ${code}` })),
  ]);
  entry.pids = message.pids ?? entry.pids;
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    running.delete(entry);
  };
  if (message.error !== undefined) {
    await stop();
    throw new Error(message.error);
  }
  return { ...message, stop };
}

/** A command that stays on one processor. */
export function pinned(processor, command, args) {
  return has('taskset') ? ['taskset', ['-c', String(processor), command, ...args]] : [command, args];
}

/** Microseconds of processor time that processes have used so far; 0 where that can not be read. */
export function processorTime(pids) {
  return pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const [user, system] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
        .map(Number);
      return sum + ((user + system) / ticksPerSecond) * 1e6;
    } catch {
      return sum;
    }
  }, 0);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
