import { expect } from 'vitest';
import type { Report, Tally } from './fault-run.ts';

/** Milliseconds after which a provider that hung is tried again, and half a second for a busy machine. */
const windowMs = 2_500;
/** Milliseconds below which latencies are noise. */
const noiseMs = 10;

/** Whether those who were well kept their pace: within twice that of the quiet times. */
export const keptPace = ({ p99 }: Report): boolean => p99.other <= Math.max(2 * p99.quiet, noiseMs);

/** What must hold of any fault run. @param deadlineMs of a call */
export function expectGood(report: Report, deadlineMs: number): void {
  const { well, ill, cold, recovery, rejections } = report;
  expect(only(well, ['ok', 'refused'])).toEqual({});
  expect(only(ill, ['ok', 'refused', 'unsure'])).toEqual({});
  expect(only(cold, ['ok', 'unsure'])).toEqual({});
  expect(rejections).toEqual([]);
  for (const [fault, { warm, cold: first }] of Object.entries(recovery)) {
    expect(warm, `recovery where the provider ${fault}`).toBeLessThan(windowMs);
    // A first fetch that hangs ends with its deadline; the next begins within the window.
    expect(first, `first answer where the provider ${fault}`).toBeLessThan(windowMs + deadlineMs);
  }
  for (const tally of [well, ill]) expect(Math.min(tally.ok ?? 0, tally.refused ?? 0)).toBeGreaterThan(50);
  expect(ill.unsure).toBeGreaterThan(50);
}

function only(tally: Tally, allowed: readonly string[]): Tally {
  return Object.fromEntries(Object.entries(tally).filter(([answer]) => !allowed.includes(answer)));
}

/** One line about a run. */
export function summary({ well, ill, cold, p99, recovery }: Report): string {
  const say = (tally: Tally) =>
    Object.entries(tally)
      .map(([answer, count]) => `${count} ${answer}`)
      .join(', ');
  const slowest = Math.max(...Object.values(recovery).map(({ warm }) => warm));
  const pace = `p99 of the others ${p99.other.toFixed(1)} ms, quiet ${p99.quiet.toFixed(1)} ms`;
  return `fault run: well ${say(well)}; ill ${say(ill)}; cold ${say(cold)}; ${pace}; back in ${Math.round(slowest)} ms`;
}
