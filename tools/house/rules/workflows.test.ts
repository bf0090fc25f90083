import { expect, it } from 'vitest';
import { sample } from '../sample.ts';
import { workflowRule } from './workflows.ts';

const path = '.github/workflows/a.yml';

it.each(['actions/checkout@v4', 'actions/checkout@11bd719', 'docker://alpine:3'])('finds %s', (action) => {
  for (const line of [`- uses: ${action}`, `  uses: "${action}"`]) {
    const planted = sample({ [path]: `permissions: {}\nsteps:\n  ${line} # v4\n` });
    expect(workflowRule.find(planted)).toEqual([`${path} uses ${action}, which is not pinned by commit`]);
  }
});

it('finds a workflow without permissions', () => {
  expect(workflowRule.find(sample({ [path]: 'jobs: {}\n' }))).toEqual([`${path} declares no permissions`]);
});
