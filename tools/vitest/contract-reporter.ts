import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { type ContractResult, contractTable } from './contract-table.ts';

/** The case that every run of the contract of providers ends with: by it its runs are known. */
const last = 'skips: the provider declares nothing of what is skipped';

/** Vitest reporter that prints, after a run over several providers, which of them passed which contract case. */
export class ContractReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#filtered) return;
    const results = modules.flatMap((module) => {
      const provider = /packages\/providers\/([^/]+)\/src\//.exec(module.moduleId)?.[1];
      if (provider === undefined) return [];
      const tests = [...module.children.allTests()];
      const runs = new Set(tests.filter(({ name }) => name === last).map(({ parent }) => parent));
      return tests.filter(({ parent }) => runs.has(parent)).flatMap((test) => resultOf(provider, test));
    });
    process.stdout.write(contractTable(results));
  }
}

function resultOf(provider: string, test: TestCase): ContractResult[] {
  const { state } = test.result();
  return state === 'pending' ? [] : [{ provider, name: test.name, state }];
}
