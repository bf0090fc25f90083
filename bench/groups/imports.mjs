import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { footprint, installPacked } from '../lib/installation.mjs';
import { whenQuiet } from '../lib/machine.mjs';
import { rowsOf } from '../lib/report.mjs';

const probe = join(import.meta.dirname, '../lib/import-probe.mjs');
const packages = ['@bearerkit/express', '@bearerkit/meetup'];
const both = "import { requireAuth } from '@bearerkit/express';\nimport { meetup } from '@bearerkit/meetup';\n";
const target = { most: 1.25 };
const limit = "import 'zod'";
const registry = `${both}import { createProviderRegistry } from '@bearerkit/core';
const options = { clientId: 'client-1', clientSecret: 'secret-1' };
requireAuth(createProviderRegistry({ meetup: meetup(options) }));
`;

const cases = [
  { name: limit, role: 'limit', source: "import 'zod';\n" },
  { name: 'express adapter + Meetup', role: 'ours', target, source: both },
  { name: 'the same, and a guard of a registry', role: 'ours', target, source: registry },
];

/** E: what importing the Express adapter and a provider costs, and what installing them brings. */
export async function measureImports({ quick }) {
  const { folder, remove } = installPacked(packages);
  try {
    const files = new Map(cases.map(({ name, source }, index) => [name, written(folder, index, source)]));
    const taken = await importedInTurns(files, quick ? 7 : 15);
    const series = cases.map(({ name, role, target: aim }) => ({ name, role, target: aim, ...taken.get(name) }));
    return [
      { title: 'E. Import, in a fresh process each, packed and installed', unit: 'ms', rows: rowsOf(series) },
      loadedTable(files),
      sizeTable(folder),
    ];
  } finally {
    remove();
  }
}

function written(folder, index, source) {
  const file = join(folder, `case-${index}.mjs`);
  writeFileSync(file, source);
  return file;
}

function run(file, ...more) {
  return JSON.parse(execFileSync(process.execPath, [probe, file, ...more], { encoding: 'utf8' }));
}

/** The first round, which fills the caches of the disk, does not count. */
async function importedInTurns(files, rounds) {
  const taken = new Map([...files.keys()].map((name) => [name, { values: [], cpu: [] }]));
  for (let round = -1; round < rounds; round++) {
    await whenQuiet();
    for (const [name, file] of files) {
      const { clock, cpu } = run(file);
      if (round < 0) continue;
      taken.get(name).values.push(clock);
      taken.get(name).cpu.push(cpu);
    }
  }
  return taken;
}

function loadedTable(files) {
  const none = { most: 0, unit: '' };
  const series = [...files].map(([name, file]) => {
    const { packages: loaded } = run(file, '--list');
    const late = loaded.filter((one) => one === 'axios' || one === 'jose').length;
    const [role, aim] = name === limit ? ['peer'] : ['ours', none];
    return { name, role, values: [late], target: aim, more: `loads ${loaded.join(', ')}` };
  });
  return { title: 'E. Of axios and jose, loaded by the import', unit: 'packages', rows: rowsOf(series) };
}

function sizeTable(folder) {
  const own = join(import.meta.dirname, '..');
  const row = (role, at, names) => {
    const { packages: count, bytes } = footprint(at, names);
    return { name: names.join(' + '), role, values: [bytes / 1e6], more: `${count} packages` };
  };
  const peers = [
    ['express-oauth2-jwt-bearer'],
    ['passport', 'passport-jwt'],
    ['koa-jwt'],
    ['@fastify/jwt'],
    ['openid-client'],
    ['hono'],
  ];
  const series = [
    row('ours', folder, packages),
    row('ours', folder, ['@bearerkit/core']),
    ...peers.map((names) => row('peer', own, names)),
  ];
  return { title: 'E. Installed, with all dependencies', unit: 'MB', rows: rowsOf(series) };
}
