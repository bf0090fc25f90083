import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestGateway } from './gateway.ts';

const bin = join(import.meta.dirname, '../../dist/bin.js');
/** The package of the gateway lists the provider packages that the configurations use. */
const application = join(import.meta.dirname, '../..');

/** Runs a command of the built program on the configuration and store of a running gateway. */
export async function runOn({ folder }: TestGateway, args: readonly string[], input = '') {
  const file = join(folder, 'bearerkit.yaml');
  const child = spawn(process.execPath, [bin, ...args, '--config', file], { cwd: application });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}
