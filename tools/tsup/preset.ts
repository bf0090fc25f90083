import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Options } from 'tsup';

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/**
 * How every package is built: ESM for Node 20, shared chunks between its doors, declarations by `tsc`.
 * The `tsconfig.json` of a package leaves its tests out, so that none is emitted.
 */
export function preset(entry: Record<string, string>, more: Options = {}): Options {
  return {
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    splitting: true,
    clean: true,
    dts: false,
    sourcemap: false,
    onSuccess: async () => {
      execFileSync(process.execPath, [compiler, '-p', 'tsconfig.json', '--emitDeclarationOnly'], { stdio: 'inherit' });
    },
    ...more,
  };
}
