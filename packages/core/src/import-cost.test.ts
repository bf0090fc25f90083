import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Prints, in a process of its own, which packages a module loads when it is imported. */
const script = `
  import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({ resolve(specifier, context, next) { seen.add(specifier); return next(specifier, context); } });
  await import(process.argv[1]);
  console.log(JSON.stringify([...seen].filter((name) => !/^(\\.|file:|node:)/.test(name))));
`;
const loadedBy = (door: string): string[] => {
  const url = pathToFileURL(join(import.meta.dirname, door)).href;
  const flags = ['--experimental-strip-types', '--no-warnings', '--input-type=module'];
  return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script, url], { encoding: 'utf8' }));
};

describe('importing', () => {
  it.each(['index.ts', 'errors/index.ts', 'load/index.ts', 'toolkit/index.ts'])(
    '%s loads no package at all',
    (door) => {
      expect(loadedBy(door)).toEqual([]);
    },
  );

  it('the provider contract loads zod alone', () => {
    expect(loadedBy('provider/index.ts')).toEqual(['zod']);
  });
});
