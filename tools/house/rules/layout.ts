import { lineCount, type Package, packagesOf, type Rule } from '../repository.ts';

const topFiles = ['package.json', 'README.md', 'CHANGELOG.md', 'tsconfig.json', 'tsup.config.ts'];

/** Every package is found, described, built and logged the same way. */
export const topFilesRule: Rule = {
  title: 'every package has package.json, README, CHANGELOG, tsconfig.json and tsup.config.ts',
  find: (repository) =>
    packagesOf(repository).flatMap(({ folder, files }) =>
      topFiles.filter((file) => !files.has(`${folder}/${file}`)).map((file) => `${folder} has no ${file}`),
    ),
};

/** A provider or an adapter proves by the common cases that it is one. */
export const contractTestRule: Rule = {
  title: 'every provider and adapter has a contract test',
  find: (repository) =>
    packagesOf(repository)
      .filter(({ folder }) => /^packages\/(providers|adapters)\//.test(folder))
      .map(({ folder, id, files }) => ({ path: `${folder}/src/${id}.contract.test.ts`, files }))
      .filter(({ path, files }) => !files.has(path))
      .map(({ path }) => `${path} is missing`),
};

/** A README is one screen or two: how to install it, and what using it looks like. */
export const readmeRule: Rule = {
  title: 'a README has at most 80 lines, an install line and ten lines of use',
  find: (repository) => packagesOf(repository).flatMap(readmeProblems),
};

function readmeProblems({ folder, files, manifest }: Package): string[] {
  const path = `${folder}/README.md`;
  const text = files.get(path);
  if (text === undefined) return [];
  const fences = [...text.matchAll(/^```\w.*\n([\s\S]*?)\n```$/gm)].map(([, code = '']) => code);
  // `npm create x` installs the package `create-x`.
  const name = manifest.name.replace(/^create-/, '');
  const installs = fences.some((code) => /^(npm (i|install|create)|npx) /m.test(code) && code.includes(name));
  return [
    ...(lineCount(text) > 80 ? [`${path} has ${lineCount(text)} lines, more than 80`] : []),
    ...(installs ? [] : [`${path} has no fence with "npm install ${manifest.name}"`]),
    ...(fences.some((code) => lineCount(code) >= 10) ? [] : [`${path} has no fence with ten lines of use`]),
  ];
}
