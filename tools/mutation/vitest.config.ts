import { defineConfig } from 'vitest/config';

/** The tests that judge a change: those of core that are quick, without the runs against whole deployments. */
export default defineConfig({
  test: {
    include: ['packages/core/src/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/*.long.test.ts',
      '**/*.types.test.ts',
      'packages/core/src/{differential,gallery,resilience,vectors}/**',
      'packages/core/src/{import-cost,errors/reasons}.test.ts',
    ],
    testTimeout: 20_000,
  },
});
