import { posix } from 'node:path';
import { isCode, isTest, type Repository, type Rule } from '../repository.ts';
import { packageOf, readSource } from '../source.ts';

const source = 'packages/core/src';
const rooms: readonly (readonly [library: string, folder: string])[] = [
  ['axios', `${source}/http/`],
  ['jose', `${source}/jose/`],
];

/** What importing a door of core must not load: it is loaded when first needed. */
const light: readonly (readonly [door: string, libraries: readonly string[]])[] = [
  [`${source}/index.ts`, ['axios', 'jose', 'zod']],
  [`${source}/provider/index.ts`, ['axios', 'jose']],
  [`${source}/errors/index.ts`, ['axios', 'jose', 'zod']],
  [`${source}/toolkit/index.ts`, ['axios', 'jose', 'zod']],
];

/** Each library of core is behind a port, in one room. */
export const roomRule: Rule = {
  title: 'within core only src/http imports axios and only src/jose imports jose',
  find: ({ files }) =>
    [...files]
      .filter(([path]) => path.startsWith(`${source}/`) && isCode(path) && !isTest(path))
      .flatMap(([path, text]) => {
        const named = readSource(path, text).imports.map(({ specifier }) => packageOf(specifier));
        return rooms
          .filter(([library, folder]) => named.includes(library) && !path.startsWith(folder))
          .map(([library]) => `${path} imports ${library}`);
      }),
};

/** Start-up stays fast: the libraries come with the first request. */
export const lightDoorRule: Rule = {
  title: "core's doors load neither axios nor jose, its index, errors and toolkit not even zod",
  find: (repository) =>
    light.flatMap(([door, libraries]) => {
      const reached = reachedBy(repository, door);
      return libraries
        .filter((library) => reached.has(library))
        .map((library) => `${door} loads ${library}: ${reached.get(library)}`);
    }),
};

/** Every package that a file loads when it is imported, with the way there. */
function reachedBy({ files }: Repository, start: string): ReadonlyMap<string, string> {
  const reached = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (path: string, way: string): void => {
    const text = files.get(path);
    if (text === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { specifier, typeOnly, dynamic } of readSource(path, text).imports) {
      if (typeOnly || dynamic) continue;
      const name = packageOf(specifier);
      if (name !== undefined && !reached.has(name)) reached.set(name, way);
      if (specifier.startsWith('.')) {
        const next = posix.join(posix.dirname(path), specifier);
        visit(next, `${way} → ${next.slice(source.length + 1)}`);
      }
    }
  };
  visit(start, start.slice(source.length + 1));
  return reached;
}
