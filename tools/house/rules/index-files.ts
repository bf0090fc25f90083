import type { Rule } from '../repository.ts';
import { readSource } from '../source.ts';

/** An index is a table of contents: what it lists lives elsewhere, under a name. */
export const indexRule: Rule = {
  title: 'index.ts only re-exports',
  find: ({ files }) =>
    [...files]
      .filter(([path]) => /\/src\/(.*\/)?index\.tsx?$/.test(path))
      .filter(([path, text]) => !readSource(path, text).onlyReExports)
      .map(([path]) => `${path} does more than re-export`),
};
