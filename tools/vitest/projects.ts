import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { TestProjectInlineConfiguration } from 'vitest/config';

const workspaces = ['packages/*', 'packages/providers/*', 'packages/adapters/*', 'packages/stores/*', 'apps/*'];

/** One project per package and one for the tools; long tests are a run of their own (`--mode long`). */
export function projects(long: boolean): TestProjectInlineConfiguration[] {
  const kind = long ? 'long.test' : 'test';
  const exclude = ['**/node_modules/**', '**/dist/**', ...(long ? [] : ['**/*.long.test.ts'])];
  const packages = globSync(workspaces.map((pattern) => `${pattern}/package.json`)).map((file) => dirname(file));
  const folders = [...packages.sort().map((folder) => [basename(folder), `${folder}/src`]), ['tools', 'tools']];
  return folders.map(([name, folder]) => ({
    extends: true,
    test: { name: name as string, include: [`${folder}/**/*.${kind}.ts`], exclude },
  }));
}
