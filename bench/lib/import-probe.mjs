/** Imports one file in a fresh process, and prints what that cost; with `--list` which packages it loaded instead. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, list] = process.argv.slice(2);
const loaded = new Set();
if (list !== undefined) {
  registerHooks({
    load(url, context, next) {
      loaded.add(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
      return next(url, context);
    },
  });
}
const url = pathToFileURL(file).href;
const [used, start] = [process.cpuUsage(), performance.now()];
await import(url);
const [clock, { user, system }] = [performance.now() - start, process.cpuUsage(used)];
loaded.delete(undefined);
process.stdout.write(JSON.stringify({ clock, cpu: (user + system) / 1e3, packages: [...loaded].sort() }));
process.exit(0);
