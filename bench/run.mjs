/**
 * Measures us, our peers and the bare limits: `node bench/run.mjs [--quick] [--only A,C]`. Packages must be built.
 * A target that is missed is printed; a case that does not work ends in exit code 1.
 */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groups } from './groups/index.mjs';
import { prepare } from './lib/prepare.mjs';
import { table } from './lib/report.mjs';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
const { quick } = values;
const wanted = values.only === undefined ? Object.keys(groups) : values.only.toUpperCase().split(',');
const unknown = wanted.filter((letter) => !Object.hasOwn(groups, letter));
if (unknown.length > 0) {
  process.stderr.write(`--only knows ${Object.keys(groups).join(', ')}; not ${unknown.join(', ')}\n`);
  process.exit(2);
}

prepare();
for (const letter of wanted) {
  const { title, parts } = groups[letter];
  process.stderr.write(`bench: ${letter}, ${title}\n`);
  const tables = [];
  for (const part of parts) {
    const measured = await inItsOwnProcess(part);
    for (const one of measured) process.stdout.write(table(one));
    tables.push(...measured);
  }
  keep(letter, title, tables);
  if (tables.some(({ rows }) => rows.some(({ error }) => error !== undefined))) process.exitCode = 1;
}

function inItsOwnProcess({ file, run, flags = [], ...options }) {
  const part = join(import.meta.dirname, 'lib/part.mjs');
  const child = fork(part, [file, run, JSON.stringify({ ...options, quick })], { execArgv: flags });
  return new Promise((resolve) => {
    let tables = [{ title: `${file} ${run}`, unit: '', rows: [{ name: run, error: 'ended without an answer' }] }];
    child.on('message', (message) => {
      tables = message;
    });
    child.on('exit', () => resolve(tables));
  });
}

function keep(letter, title, tables) {
  const folder = join(import.meta.dirname, quick ? 'results/quick' : 'results');
  mkdirSync(folder, { recursive: true });
  const about = {
    group: letter,
    title,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    when: new Date().toISOString(),
  };
  writeFileSync(join(folder, `${letter}.json`), `${JSON.stringify({ ...about, tables }, undefined, 1)}\n`);
}
