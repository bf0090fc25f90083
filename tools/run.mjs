/**
 * The door of every npm script of this repository: `node tools/run.mjs <script> [arguments]`.
 * Installs what the lockfile asks for, finds a good enough Node, builds what is stale, then runs the script.
 * Speaks on stderr alone and starts no process that is not needed.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildIfStale } from './run/build.mjs';
import { isInstalled } from './run/installed.mjs';
import { pickNode, wantedNode } from './run/pick-node.mjs';
import { endWithNpm, run } from './run/process.mjs';
import { scripts } from './run/scripts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name = '', ...args] = process.argv.slice(2);

/** @returns {never} */
function stop(code, message) {
  process.stderr.write(`bearerkit: ${message}\n`);
  process.exit(code);
}

if (!Object.hasOwn(scripts, name)) {
  stop(2, `there is no script "${name}". There are: ${Object.keys(scripts).join(', ')}.`);
}
const script = scripts[name];
process.chdir(root);
endWithNpm();

if (!isInstalled(root)) {
  process.stderr.write('bearerkit: installing what package-lock.json asks for (npm ci) …\n');
  // Under `npm run`, `npm_execpath` is the JavaScript file of the npm that runs us.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  const env = { npm_config_loglevel: 'error' };
  const code = await run(command, [...first, 'ci', '--include=dev', '--include=optional'], { quiet: true, env });
  if (code !== 0) stop(1, 'npm ci failed: see above. Without network access, run it once where there is some.');
}

const node = pickNode(root);
if (!node)
  stop(1, `Node ${wantedNode} or newer is needed, this is ${process.versions.node}: install it, then try again.`);
process.env.PATH = [dirname(node), process.env.PATH].join(delimiter);

if (script.build) {
  const code = await buildIfStale(root, node, name === 'build' ? args : []);
  if (code !== 0) stop(code, 'the build failed: see above.');
}

if (script.main) {
  const main = join(root, script.main);
  if (!existsSync(main)) stop(1, `${script.main} is missing after the build.`);
  if (node === process.execPath) {
    process.argv = [node, main, ...args];
    await import(pathToFileURL(main).href);
  } else {
    process.exitCode = await run(node, [main, ...args]);
  }
}

let failed = 0;
for (const [position, command] of (script.commands ?? []).entries()) {
  const code = await run(node, position === 0 ? [...command, ...args] : command);
  failed ||= code;
  if (code > 128) break;
}
if (failed) process.exitCode = failed;
