import type { Rule } from '../repository.ts';

/** What belongs to the machine or the history of one change, not to the project. None of them matches this file. */
const foreign: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a local path', /(?<![\w.])\/(work|root|Users|home(?!\/node\b))\/[\w.]/],
  ['a local path', /\/tmp\/bash_jobs|\bfile:\/\/\/(?!\$)\w/],
  ['a folder outside', /(?<![\w@/-])(\.\.\/)?shared\/(design|types|style|security|toolchain|atlassian|providers)\b/],
  ['an issue number', /\bissues? ?#?\d+\b|(?<=[\s(])(?<!PKCS )#\d+\b(?=[\s).,:]|$)/i],
  ['a registry', /\bregistry\.(npmjs|yarnpkg|npmmirror)\.\w+|\bresolved": "https?:/],
  ['an author that is no person', /^co-authored-by:|\bgenerated (by|with) (an? )?(ai|llm|agent|assistant)\b/im],
];

/** The repository speaks of itself alone: it must make sense to somebody who has nothing else. */
export const privacyRule: Rule = {
  title: 'no file names a local path, an outside folder, an issue number or a registry',
  find: ({ files }) =>
    [...files].flatMap(([path, text]) =>
      foreign.flatMap(([what, pattern]) => {
        const found = pattern.exec(text);
        if (!found) return [];
        const line = text.slice(0, found.index).split('\n').length;
        return [`${path}:${line} names ${what}: ${found[0].trim()}`];
      }),
    ),
};
