import { isCode, isTest, type Manifest, type Package, packagesOf, type Repository, type Rule } from '../repository.ts';
import { packageOf, readSource } from '../source.ts';

/** Core stays light: a fourth needs a decision record, and a change here. */
const coreDependencies = ['axios', 'jose', 'zod'];

/** What a package.json promises is in `dist`. */
export const exportsRule: Rule = {
  title: 'the exports map and the commands match built files, types and code',
  find: (repository) => packagesOf(repository).flatMap((one) => missingOutputs(one, repository)),
};

/** Nothing undeclared is imported, nothing is declared in vain. */
export const dependenciesRule: Rule = {
  title: 'declared dependencies are those imported',
  find: (repository) => {
    const root: Manifest = JSON.parse(repository.files.get('package.json') ?? '{}');
    return packagesOf(repository).flatMap((one) => [...undeclared(one, root), ...unused(one)]);
  },
};

/** The three libraries of core. */
export const coreDependenciesRule: Rule = {
  title: 'core depends on axios, jose and zod alone',
  find: (repository) =>
    packagesOf(repository)
      .filter(({ folder }) => folder === 'packages/core')
      .flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {}))
      .filter((name) => !coreDependencies.includes(name))
      .map((name) => `packages/core depends on ${name}`),
};

function missingOutputs({ folder, manifest }: Package, { built }: Repository): string[] {
  const doors = Object.entries(manifest.exports ?? {}).filter(([door]) => door !== './package.json');
  const wanted = doors.flatMap(([door, target]) => {
    const { types, default: code } = typeof target === 'string' ? { types: undefined, default: target } : target;
    return [
      [`types of "${door}"`, types],
      [`code of "${door}"`, code],
    ] as const;
  });
  const commands = Object.entries(manifest.bin ?? {}).map(([name, file]) => [`command ${name}`, file] as const);
  return [...wanted, ...commands]
    .filter(([, file]) => file === undefined || !built.has(`${folder}/${file.replace(/^\.\//, '')}`))
    .map(([what, file]) => `${folder} has no ${what}: ${file ?? 'not stated'}`);
}

function undeclared({ folder, files, manifest }: Package, root: Manifest): string[] {
  const shipped = namesIn(manifest.dependencies, manifest.peerDependencies);
  const developed = new Set([...shipped, ...namesIn(manifest.devDependencies, root.devDependencies), manifest.name]);
  return [...importedNames(folder, files)].flatMap(([path, names]) => {
    const declared = isTest(path) || path.startsWith('apps/gateway/src/demo/') ? developed : shipped;
    return names.filter((name) => !declared.has(name)).map((name) => `${path} imports ${name}, which is not declared`);
  });
}

function unused({ folder, files, manifest }: Package): string[] {
  const imported = [...importedNames(folder, files)];
  const shipped = new Set(imported.filter(([path]) => !isTest(path)).flatMap(([, names]) => names));
  const all = new Set(imported.flatMap(([, names]) => names));
  const code = [...files].filter(([path]) => path.startsWith(`${folder}/src/`)).map(([, text]) => text);
  const named = (name: string): boolean =>
    code.some((text) => text.includes(`'${name}'`) || text.includes(`"${name}"`));
  // A development dependency may be the types of another, a peer at hand, or loaded by name.
  const developed = (name: string): boolean =>
    all.has(name.replace(/^@types\//, '')) || name in (manifest.peerDependencies ?? {}) || named(name);
  return [
    ...[...namesIn(manifest.dependencies, manifest.peerDependencies)].filter((name) => !shipped.has(name)),
    ...[...namesIn(manifest.devDependencies)].filter((name) => !developed(name)),
  ].map((name) => `${folder} declares ${name} and does not import it`);
}

function namesIn(...records: (Readonly<Record<string, string>> | undefined)[]): Set<string> {
  return new Set(records.flatMap((record) => Object.keys(record ?? {})));
}

function importedNames(folder: string, files: ReadonlyMap<string, string>): Map<string, string[]> {
  const code = [...files].filter(([path]) => path.startsWith(`${folder}/src/`) && isCode(path));
  const names = (path: string, text: string): string[] =>
    readSource(path, text).imports.flatMap(({ specifier }) => packageOf(specifier) ?? []);
  return new Map(code.map(([path, text]) => [path, [...new Set(names(path, text))]]));
}
