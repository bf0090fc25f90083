import { expect, it } from 'vitest';
import { quickHttp } from '../__fixtures__/registry.ts';
import { expectGood, keptPace, summary } from './__fixtures__/expectations.ts';
import { faultRun } from './__fixtures__/fault-run.ts';
import { useStage } from './__fixtures__/stage.ts';

const deadlineMs = 5_000;
const stage = useStage(quickHttp(deadlineMs));
const plan = { rounds: 2, quietMs: 1_000, faultMs: 1_500, hangMs: 8_000 };

it('the fault run for a minute, with the default deadline (rules 2 and 26)', async () => {
  stage.open();
  const report = await faultRun(stage, plan);
  process.stdout.write(`${summary(report)}\n`);
  expectGood(report, deadlineMs);
  expect(keptPace(report), summary(report)).toBe(true);
  expect(stage.count('/away')).toBe(0);
}, 180_000);
