import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from '../lib/installation.mjs';
import { whenQuiet } from '../lib/machine.mjs';
import { rowsOf } from '../lib/report.mjs';

const probe = join(import.meta.dirname, '../lib/import-probe.mjs');
const contract = '@bearerkit/core/provider';
const providers = readdirSync(join(import.meta.dirname, '../../packages/providers')).map((id) => `@bearerkit/${id}`);
const target = { most: 10, unit: ' ms' };

/** E: what each provider adds to the contract it is written against, installed alone, each import in a new process. */
export async function measureProviderImports({ quick }) {
  const { folder, remove } = installPacked(providers);
  try {
    const files = new Map([contract, ...providers].map((name, index) => [name, written(folder, index, name)]));
    const added = new Map(providers.map((name) => [name, []]));
    const base = [];
    for (let round = -1; round < (quick ? 5 : 11); round++) {
      await whenQuiet();
      for (const [name, own] of added) {
        const [alone, both] = [run(files.get(contract)), run(files.get(name))];
        if (round < 0) continue;
        base.push(alone);
        own.push(both - alone);
      }
    }
    const rows = rowsOf([
      { name: `import '${contract}'`, role: 'peer', values: base },
      ...[...added].map(([name, values]) => ({ name: `${name}, beyond that`, role: 'ours', values, target })),
    ]);
    return [{ title: 'E. Import of a provider, beyond that of the contract', unit: 'ms', rows }];
  } finally {
    remove();
  }
}

function written(folder, index, name) {
  const file = join(folder, `provider-${index}.mjs`);
  writeFileSync(file, `import '${contract}';\nimport '${name}';\n`);
  return file;
}

const run = (file) => JSON.parse(execFileSync(process.execPath, [probe, file], { encoding: 'utf8' })).clock;
