/** One part of a group, in a process of its own: its tables go to the parent, which prints and keeps them. */
import { join } from 'node:path';

const [file, run, options] = process.argv.slice(2);
const module = await import(join(import.meta.dirname, '../groups', file));
const tables = await module[run](JSON.parse(options));
process.send(tables, () => process.disconnect());
