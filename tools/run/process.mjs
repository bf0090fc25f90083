import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end, hands on signals, resolves to its exit code (128 + n after a signal, as shells say).
 * `quiet` sends its stdout to our stderr.
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const stdio = quiet ? ['ignore', 2, 2] : 'inherit';
  const child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
  // A terminal sends Ctrl-C to the whole group by itself: handing it on would make it two.
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  const hold = () => {};
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', hold);
  for (const signal of forwarded) process.on(signal, forward);
  return new Promise((resolve) => {
    const end = (code) => {
      process.off('SIGINT', hold);
      for (const signal of forwarded) process.off(signal, forward);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`bearerkit: could not start ${command}: ${error.message}\n`);
      end(1);
    });
    child.once('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/**
 * Ends us, and with us what we run, when npm is ended: on SIGTERM npm ends its shell alone, and would leave the rest
 * of us behind without a parent.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200).unref();
}
