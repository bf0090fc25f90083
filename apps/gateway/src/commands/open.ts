import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadProviders } from '@bearerkit/core/load';
import type { GatewayConfig } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { People } from '../directory/people.ts';
import { createLog } from '../log.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import { UsageError } from './arguments.ts';

/** Reads the configuration; provider packages are those that the application around the current folder lists. */
export function loadHere(file: string): Promise<GatewayConfig> {
  return loadConfig(file, {
    load: async (name) => (await loadProviders(await applicationFolder(process.cwd()), [name])).get(name),
  });
}

/** The nearest folder with a package.json, this one or above. @throws UsageError when there is none */
async function applicationFolder(start: string): Promise<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    try {
      await readFile(join(folder, 'package.json'));
      return folder;
    } catch {
      if (dirname(folder) === folder) {
        throw new UsageError(
          `no package.json in ${start} or above: run \`npm install\` of your provider packages here`,
        );
      }
    }
  }
}

/** Opens what the configuration stands for, works with it, and closes it; a running gateway is not disturbed. */
export async function withRuntime<T>(file: string, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(await loadHere(file), { log: createLog('warn') });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/** The names of the directories of the upstreams, each once. @param which of them. @default all */
export const directoriesOf = (
  { people }: Runtime,
  which: (directory: People) => boolean = () => true,
): readonly string[] => [...new Set([...people.values()].filter(which).map(({ name }) => name))];
