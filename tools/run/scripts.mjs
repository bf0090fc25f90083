/**
 * What every root script runs. All of it is JavaScript, so that one picked Node runs everything.
 * Arguments go to the first command. All commands run, unless one is interrupted; the first failure counts.
 *
 * @type {Record<string, { build: boolean, main?: string, commands?: string[][] }>}
 */
export const scripts = {
  start: { build: true, main: 'apps/gateway/dist/demo/main.js' },
  build: { build: true },
  test: { build: true, commands: [['node_modules/vitest/vitest.mjs', 'run']] },
  'test:long': {
    build: true,
    commands: [['node_modules/vitest/vitest.mjs', 'run', '--mode', 'long'], ['tools/mutation/run.mjs']],
  },
  bench: { build: true, main: 'bench/run.mjs' },
  typecheck: { build: true, commands: [['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']] },
  lint: {
    build: false,
    commands: [
      ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
      ['node_modules/knip/bin/knip.js'],
      ['tools/lockfile.mjs'],
    ],
  },
  format: { build: false, commands: [['node_modules/@biomejs/biome/bin/biome', 'check', '--write']] },
};
