import type { Rule } from '../repository.ts';

/** A tag can be moved to other code after we read it; a commit cannot. */
export const workflowRule: Rule = {
  title: 'every GitHub action is pinned by commit, every workflow declares its permissions',
  find: ({ files }) =>
    [...files]
      .filter(([path]) => /^\.github\/.*\.ya?ml$/.test(path))
      .flatMap(([path, text]) => [
        ...[...text.matchAll(/^\s*(?:- )?uses:\s*["']?([^\s"']+)/gm)]
          .map(([, action = '']) => action)
          .filter((action) => !action.startsWith('./') && !/@[0-9a-f]{40}$/.test(action))
          .map((action) => `${path} uses ${action}, which is not pinned by commit`),
        ...(path.includes('/workflows/') && !/^permissions:/m.test(text) ? [`${path} declares no permissions`] : []),
      ]),
};
