import { isCode, isTest, lineCount, packagesOf, type Repository } from './repository.ts';
import { readSource } from './source.ts';

/** How the code of all packages measures up. */
export interface Gauges {
  readonly files: number;
  readonly medianLines: number;
  readonly maxLines: number;
  /** Lines of tests per line of source. */
  readonly testRatio: number;
  readonly anyCount: number;
  readonly coreDependencies: number;
}

/** Measures the sources of all packages; a fake counts as source. */
export function measure(repository: Repository): Gauges {
  const packages = packagesOf(repository);
  const code = packages.flatMap(({ folder, files }) =>
    [...files].filter(([path]) => path.startsWith(`${folder}/src/`) && isCode(path)),
  );
  const sources = code.filter(([path]) => !isTest(path));
  const sizes = sources.map(([, text]) => lineCount(text)).sort((a, b) => a - b);
  const sum = (texts: typeof code): number => texts.reduce((total, [, text]) => total + lineCount(text), 0);
  const core = packages.find(({ folder }) => folder === 'packages/core');
  return {
    files: sources.length,
    medianLines: sizes[Math.floor(sizes.length / 2)] ?? 0,
    maxLines: sizes.at(-1) ?? 0,
    testRatio: Math.round((sum(code.filter(([path]) => isTest(path))) / sum(sources)) * 100) / 100,
    anyCount: code.reduce((total, [path, text]) => total + readSource(path, text).anyCount, 0),
    coreDependencies: Object.keys(core?.manifest.dependencies ?? {}).length,
  };
}
