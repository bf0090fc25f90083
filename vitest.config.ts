import { defineConfig } from 'vitest/config';
import { ContractReporter } from './tools/vitest/contract-reporter.ts';
import { projects } from './tools/vitest/projects.ts';
import { SummaryReporter } from './tools/vitest/summary-reporter.ts';

export default defineConfig(({ mode }) => ({
  test: {
    projects: projects(mode === 'long'),
    reporters: ['default', new ContractReporter(), new SummaryReporter()],
    passWithNoTests: mode === 'long',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
}));
