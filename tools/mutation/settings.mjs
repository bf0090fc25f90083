const folder = 'packages/core/src/verify';

/**
 * What Stryker does, with every reason why. Vitest is the repository's own: it is found further up.
 * @param {readonly string[]} names of files in `verify`, without `.ts`; none means all
 * @param {boolean | undefined} isTerminal
 */
export const settings = (names, isTerminal) => ({
  mutate: names.length > 0 ? names.map((name) => `${folder}/${name}.ts`) : [`${folder}/*.ts`, '!**/*.test.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'tools/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What was found is found again only where the code or a test of it has changed since; remove the file to begin anew.
  incremental: true,
  incrementalFile: '.bearerkit/mutation.json',
  // What runs while a module loads would need a new process for each change: only lists and patterns do.
  ignoreStatic: true,
  // The copy that is changed: the sources of core and the vitest settings, where nothing else looks; what they import
  // is found further up.
  tempDirName: '.bearerkit/mutation',
  ignorePatterns: ['**', '!packages/core/package.json', '!packages/core/src/**', '!tools/mutation/*.ts'],
  symlinkNodeModules: false,
  cleanTempDir: 'always',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', isTerminal ? 'progress' : 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
  thresholds: { high: 95, low: 85, break: 85 },
});
