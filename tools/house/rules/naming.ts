import { basename } from 'node:path';
import { isCode, type Package, packagesOf, type Rule, sourcesOf } from '../repository.ts';
import { readSource } from '../source.ts';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** One name from the folder to the factory: knowing it, one can guess all the others. */
export const providerNameRule: Rule = {
  title: 'one kebab-case id names the folder, file, package and provider; its camelCase the factory',
  find: (repository) =>
    packagesOf(repository)
      .filter(({ folder }) => folder.startsWith('packages/providers/'))
      .flatMap((provider) => [...named(provider, `@bearerkit/${provider.id}`), ...providerProblems(provider)]),
};

/** Adapters and stores are named like their folders too. */
export const packageNameRule: Rule = {
  title: 'adapters and stores are named after their folder',
  find: (repository) =>
    packagesOf(repository).flatMap((one) => {
      const [, kind] = /^packages\/(adapters|stores)\//.exec(one.folder) ?? [];
      if (kind === 'stores') return named(one, `@bearerkit/store-${one.id}`);
      if (kind !== 'adapters') return [];
      const entry = `${one.folder}/src/${one.id}.ts`;
      return [...named(one, `@bearerkit/${one.id}`), ...(one.files.has(entry) ? [] : [`${entry} is missing`])];
    }),
};

/** File names are whole words in kebab-case. */
export const fileNameRule: Rule = {
  title: 'source files have kebab-case names',
  find: ({ files }) =>
    [...files.keys()]
      .filter((path) => isCode(path) && !path.includes('/__fixtures__/'))
      .filter(
        (path) =>
          !basename(path)
            .split('.')
            .slice(0, -1)
            .every((part) => kebab.test(part)),
      )
      .map((path) => `${path} is not in kebab-case`),
};

function named({ folder, id, manifest }: Package, name: string): string[] {
  return [
    ...(kebab.test(id) ? [] : [`${folder} is not in kebab-case`]),
    ...(manifest.name === name ? [] : [`${folder} is named ${manifest.name}, not ${name}`]),
  ];
}

function providerProblems(provider: Package): string[] {
  const { folder, id, files, manifest } = provider;
  const entry = `${folder}/src/${id}.ts`;
  const text = files.get(entry);
  const factory = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const stated = sourcesOf(provider).some((path) => files.get(path)?.includes(`id: '${id}'`));
  const exported = text === undefined ? [] : readSource(entry, text).exported;
  return [
    ...(text === undefined ? [`${entry} is missing`] : []),
    ...(text === undefined || exported.includes(factory) ? [] : [`${entry} does not export ${factory}`]),
    ...(stated ? [] : [`${folder} nowhere states id: '${id}'`]),
    ...(manifest.bearerkit?.provider === true ? [] : [`${folder} lacks "bearerkit": { "provider": true }`]),
  ];
}
