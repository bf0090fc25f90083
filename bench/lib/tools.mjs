import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const packages = { wrk: 'wrk', nginx: 'nginx-light', taskset: 'util-linux' };

/** Whether a program is on PATH. */
export function has(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs programs that are missing, where apt-get may; says loudly what stays missing and is skipped. */
export function ensure(programs) {
  const missing = programs.filter((program) => !has(program));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && has('apt-get')) aptGet(missing.map((program) => packages[program]));
  for (const program of missing.filter((one) => !has(one)))
    process.stderr.write(
      `bench: ${program.toUpperCase()} IS MISSING: what needs it is SKIPPED; install ${packages[program]}\n`,
    );
}

/** RUNLEVEL=1: a server that comes with a package is not started. */
function aptGet(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
  ]) {
    process.stderr.write(`bench: apt-get ${args.join(' ')}\n`);
    try {
      execFileSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
    } catch (error) {
      process.stderr.write(`bench: ${error.message}\n`);
    }
  }
}
