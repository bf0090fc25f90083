import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../repository.ts';

interface Fence {
  readonly path: string;
  /** Line of the document on which the code begins. */
  readonly line: number;
  readonly code: string;
}

/** The TypeScript a reader would copy out of our documents. */
export function fencesOf({ files }: Repository): readonly Fence[] {
  return [...files]
    .filter(([path]) => path.endsWith('.md') && !path.startsWith('.changeset/'))
    .flatMap(([path, text]) =>
      [...text.matchAll(/^(```tsx?\b.*\n)([\s\S]*?)^```$/gm)].map(([, opening = '', code = ''], index, all) => ({
        path,
        line: text.slice(0, all[index]?.index).split('\n').length + opening.split('\n').length - 1,
        code,
      })),
    );
}

/**
 * Compiles every `ts` fence as a module of its own against what is built, as a user's project with strict types would.
 * Takes one run of the compiler, in a folder inside `node_modules` so that packages resolve.
 */
export function fenceProblems(repository: Repository, root: string): readonly string[] {
  const fences = fencesOf(repository);
  if (fences.length === 0) return [];
  const cache = join(root, 'node_modules/.cache/bearerkit');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fences-'));
  try {
    const names = fences.map((_, index) => `fence-${index}.ts`);
    for (const [index, { code }] of fences.entries()) writeFileSync(join(folder, `fence-${index}.ts`), code);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const compilerOptions = { noEmit: true, moduleDetection: 'force', typeRoots: [join(root, 'node_modules/@types')] };
    const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: names };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout
      .split('\n')
      .filter((line) => line.includes('error TS'))
      .map((line) => inDocument(line, fences));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inDocument(message: string, fences: readonly Fence[]): string {
  const [, index = '', line = '', rest = ''] = /^fence-(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(message) ?? [];
  const fence = fences[Number(index)];
  return rest && fence ? `${fence.path}:${fence.line + Number(line) - 1} ${rest}` : message;
}
