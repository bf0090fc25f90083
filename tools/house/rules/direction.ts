import { posix } from 'node:path';
import { isCode, isTest, type Package, packagesOf, type Repository, type Rule } from '../repository.ts';
import { packageOf, readSource } from '../source.ts';

const contract = ['@bearerkit/core/provider', '@bearerkit/core/errors'];

/** Who may import whom, by folder: a name allows all doors of a package, a longer one that door alone. */
const allowed: readonly (readonly [folder: RegExp, doors: readonly string[]])[] = [
  [/^packages\/providers\/[^/]+\/src\/fake\//, [...contract, '@bearerkit/testkit']],
  [/^packages\/providers\//, contract],
  [/^packages\/adapters\/(express|fastify|koa|nestjs)\//, ['@bearerkit/core', '@bearerkit/node']],
  [/^packages\/adapters\//, ['@bearerkit/core']],
  [/^packages\/tokens\//, contract],
  [/^packages\/stores\//, ['@bearerkit/core', '@bearerkit/tokens']],
  [/^packages\/testkit\//, ['@bearerkit/core']],
  [/^packages\/cli\//, ['@bearerkit/core', '@bearerkit/testkit']],
  [
    /^apps\/gateway\//,
    ['@bearerkit/core', '@bearerkit/node', '@bearerkit/tokens', '@bearerkit/store-sql', '@bearerkit/store-redis'],
  ],
];

/** What a test may import besides, where its package.json names it as a development dependency. */
const tested = ['@bearerkit/core', '@bearerkit/testkit'];

/** Dependencies point one way; the table is the architecture. */
export const directionRule: Rule = {
  title: 'imports point the way the dependency table says',
  find: (repository) => {
    const packages = packagesOf(repository);
    const byName = new Map(packages.map((one) => [one.manifest.name, one]));
    return packages.flatMap((from) =>
      importsOf(from).flatMap(({ path, specifier }) => {
        const to = byName.get(packageOf(specifier) ?? '');
        return to === undefined || mayImport(from, path, specifier, to) ? [] : [`${path} may not import ${specifier}`];
      }),
    );
  },
};

/** Packages meet at their doors: third parties have no others. */
export const doorRule: Rule = {
  title: "no import reaches into a sibling's source or past its doors",
  find: (repository) => [...pastDoors(repository), ...outOfFolder(repository)],
};

function mayImport(from: Package, path: string, specifier: string, to: Package): boolean {
  if (to === from) return isTest(path);
  const doors = allowed.find(([folder]) => folder.test(path))?.[1] ?? [];
  if (admits(doors, specifier)) return true;
  const isDemo = path.startsWith('apps/gateway/src/demo/');
  if (!isTest(path) && !isDemo) return false;
  if (family(to) === 'app' || (family(from) === 'provider' && /provider|adapter/.test(family(to)))) return false;
  return (isTest(path) && admits(tested, specifier)) || to.manifest.name in (from.manifest.devDependencies ?? {});
}

function admits(doors: readonly string[], specifier: string): boolean {
  return doors.some((door) => specifier === door || (door.split('/').length === 2 && specifier.startsWith(`${door}/`)));
}

function family({ folder }: Package): string {
  if (folder.startsWith('apps/')) return 'app';
  return /^packages\/(provider|adapter|store)s\//.exec(folder)?.[1] ?? 'package';
}

function pastDoors(repository: Repository): string[] {
  const packages = packagesOf(repository);
  const doors = new Map(packages.map(({ manifest }) => [manifest.name, Object.keys(manifest.exports ?? {})]));
  return packages.flatMap((from) =>
    importsOf(from).flatMap(({ path, specifier }) => {
      const name = packageOf(specifier) ?? '';
      const known = doors.get(name);
      const door = `.${specifier.slice(name.length)}`;
      return known === undefined || known.includes(door) ? [] : [`${path} imports ${specifier}, which is not a door`];
    }),
  );
}

function outOfFolder(repository: Repository): string[] {
  const folders = packagesOf(repository).map(({ folder }) => folder);
  const owner = (path: string): string | undefined => folders.find((folder) => path.startsWith(`${folder}/`));
  return [...repository.files].flatMap(([path, text]) => {
    if (!isCode(path)) return [];
    return readSource(path, text).imports.flatMap(({ specifier }) => {
      if (!specifier.startsWith('.')) return [];
      const target = owner(posix.join(posix.dirname(path), specifier));
      const leaves = path.includes('/src/') && !specifierStays(path, specifier, owner(path));
      const enters = target !== undefined && target !== owner(path);
      return leaves || enters ? [`${path} leaves its package: ${specifier}`] : [];
    });
  });
}

function specifierStays(path: string, specifier: string, folder: string | undefined): boolean {
  return folder === undefined || posix.join(posix.dirname(path), specifier).startsWith(`${folder}/`);
}

function importsOf({ folder, files }: Package): { path: string; specifier: string }[] {
  return [...files]
    .filter(([path]) => path.startsWith(`${folder}/src/`) && isCode(path))
    .flatMap(([path, text]) => readSource(path, text).imports.map(({ specifier }) => ({ path, specifier })));
}
