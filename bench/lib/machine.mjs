import { readFileSync } from 'node:fs';
import { sleep } from './statistics.mjs';

const sampleMs = 50;
const patienceMs = 2_000;
let budgetMs = 30_000;

/** How long this process may wait for quiet in all, in milliseconds. */
export function waitAtMost(milliseconds) {
  budgetMs = milliseconds;
}

/** Waits, not for long and not for ever, until others leave the processors alone. Linux only; elsewhere at once. */
export async function whenQuiet() {
  const until = Date.now() + patienceMs;
  while (Date.now() < until && budgetMs > 0) {
    const before = processorTimes();
    if (before === undefined) return;
    await sleep(sampleMs);
    budgetMs -= sampleMs;
    const after = processorTimes();
    if ((after.idle - before.idle) / (after.all - before.all || 1) > 0.75) return;
  }
}

function processorTimes() {
  try {
    const [, ...times] = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0].split(/\s+/);
    const numbers = times.map(Number);
    return { all: numbers.reduce((sum, one) => sum + one, 0), idle: numbers[3] + numbers[4] };
  } catch {
    return undefined;
  }
}
