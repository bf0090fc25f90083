import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { type Skip, summarize } from './summarize.ts';

/**
 * Vitest reporter that names every skipped test and ends the whole output with one line,
 * `N passed, N failed, N skipped`. With `CI=true` a test skipped for a missing service has failed.
 */
export class SummaryReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    const summary = summarize({
      passed: inState('passed').length,
      // A file that does not load and a hook that throws fail no test of their own.
      failed: inState('failed').length + suites.flatMap((suite) => suite.errors()).length + unhandledErrors.length,
      skipped: inState('skipped').map(skipOf),
      strict: process.env.CI === 'true',
      list: !this.#filtered,
    });
    if (summary.failed > 0) process.exitCode = 1;
    // On exit, because nothing may come after it; stdout is written synchronously by then.
    process.once('exit', () => process.stdout.write(summary.text));
  }
}

function skipOf(test: TestCase): Skip {
  const result = test.result();
  const reason = result.state === 'skipped' ? result.note : undefined;
  return { name: `${test.module.relativeModuleId} > ${test.fullName}`, reason };
}
