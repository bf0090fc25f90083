import { isCode, lineCount, packagesOf, type Repository, type Rule, sourcesOf } from '../repository.ts';
import { readSource } from '../source.ts';

const address = /https?:\/\/\S+/g;

/** A file that grows past this is two ideas. */
export const fileSizeRule: Rule = {
  title: 'no source file has more than 300 lines',
  find: ({ files }) =>
    [...files]
      .filter(([path, text]) => isCode(path) && lineCount(text) > 300)
      .map(([path, text]) => `${path} has ${lineCount(text)} lines, more than 300`),
};

/** Words of a provider, as data: what its vendor does, and how to register there. */
const words = /\/(quirks|setup)\.ts$/;

/** Lines that hold code: neither empty nor of a comment alone. */
function codeLines(text: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n');
  return code.filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

/** More than this means that core lacks a concept. */
export const providerSizeRule: Rule = {
  title: 'a provider has at most 200 lines of code, its fake, quirks and set-up apart',
  find: (repository) =>
    packagesOf(repository)
      .filter(({ folder }) => folder.startsWith('packages/providers/'))
      .flatMap((provider) => {
        const counted = sourcesOf(provider).filter((path) => !words.test(path));
        const total = counted.reduce((sum, path) => sum + codeLines(provider.files.get(path) ?? ''), 0);
        return total > 200 ? [`${provider.folder} has ${total} lines of code, more than 200`] : [];
      }),
};

/** Adapters translate and nothing else. */
export const adapterSizeRule: Rule = {
  title: "an adapter's entry has at most 80 lines",
  find: (repository) =>
    packagesOf(repository)
      .filter(({ folder }) => folder.startsWith('packages/adapters/'))
      .flatMap(({ folder, id, files }) => {
        const path = `${folder}/src/${id}.ts`;
        const lines = lineCount(files.get(path) ?? '');
        return lines > 80 ? [`${path} has ${lines} lines, more than 80`] : [];
      }),
};

/** Strings, links and tables cannot be broken; everything else can. */
export const lineLengthRule: Rule = {
  title: 'no line is over 120 characters outside a string, a link or a table',
  find: (repository) => [...repository.files.keys()].flatMap((path) => longLines(repository, path)),
};

function longLines({ files }: Repository, path: string): string[] {
  const text = files.get(path) ?? '';
  const breakable = isCode(path) ? outsideStrings(path, text) : isProse(path) ? outsideLinks(text) : [];
  return breakable.flatMap((line, index) => (line.length > 120 ? [`${path}:${index + 1} is over 120 characters`] : []));
}

function isProse(path: string): boolean {
  return /\.(md|ya?ml)$/.test(path) && !/(^|\/)(CHANGELOG\.md$|\.changeset\/)/.test(path);
}

function outsideLinks(text: string): string[] {
  const bare = text
    .replace(/\]\([^)]*\)/g, ']')
    .replace(address, '')
    .replace(/`[^`\n]*`|"[^"\n]*"/g, '');
  return bare.split('\n').map((line) => (line.startsWith('|') ? '' : line));
}

function outsideStrings(path: string, text: string): string[] {
  let rest = '';
  let position = 0;
  for (const [start, end] of [...readSource(path, text).quoted].sort(([a], [b]) => a - b)) {
    if (start < position) continue;
    // A template over several lines keeps its line breaks, so that numbers stay right.
    rest += text.slice(position, start) + text.slice(start, end).replace(/[^\n]/g, '');
    position = end;
  }
  return (rest + text.slice(position)).replace(address, '').split('\n');
}
