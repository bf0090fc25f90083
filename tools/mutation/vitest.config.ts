import { defineConfig } from 'vitest/config';

/** The tests that judge a change: those of the walk and of what stands on it, one thread for all of them. */
export default defineConfig({
  test: {
    include: [
      'packages/core/src/{verify,dpop,toolkit}/**/*.test.ts',
      'packages/core/src/{registry,client/more-verbs}.test.ts',
    ],
    exclude: ['**/{canonical-username,safe-return-to,small-parts,verify-jws}.test.ts'],
    isolate: false,
    testTimeout: 20_000,
  },
});
