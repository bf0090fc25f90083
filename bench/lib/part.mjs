/** One part of a group, in a process of its own: its tables go to the parent, which prints and keeps them. */
import { join } from 'node:path';
import { waitAtMost } from './machine.mjs';

const [file, run, text] = process.argv.slice(2);
const options = JSON.parse(text);
if (options.quick) waitAtMost(1_000);
process.on('disconnect', () => process.exit(1));
let tables;
try {
  const module = await import(join(import.meta.dirname, '../groups', file));
  tables = await module[run](options);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  tables = [{ title: `${file}: ${run}`, unit: '', rows: [{ name: run, error: String(error.message).split('\n')[0] }] }];
}
process.send(tables, () => process.exit());
