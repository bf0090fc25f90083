import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtFolders, fingerprint } from './inputs.mjs';
import { run } from './process.mjs';

const turbo = 'node_modules/turbo/bin/turbo';
const env = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };

/**
 * Builds every package through turbo, unless nothing changed since the last build or `args` ask for more.
 * Our stamp spares the second that turbo takes to find out the same. Resolves to an exit code.
 */
export async function buildIfStale(root, node, args = []) {
  const stamp = join(root, 'node_modules/.cache/bearerkit/build');
  const packages = builtFolders(root);
  const state = fingerprint(root, packages);
  const complete = packages.every((folder) => existsSync(join(root, folder, 'dist')));
  if (args.length === 0 && complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return 0;
  process.stderr.write('bearerkit: building what changed …\n');
  const code = await run(node, [turbo, 'run', 'build', '--output-logs=errors-only', ...args], { quiet: true, env });
  if (code === 0) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state);
  }
  return code;
}
