import { whenQuiet } from './machine.mjs';

const now = () => process.hrtime.bigint();

/**
 * Runs cases in turns (A B C A B C …), so that what disturbs the machine disturbs them alike. Many short rounds do
 * better than few long ones.
 *
 * @param cases `{ name, run, sync?, batch?, before? }` each: `run` does one operation, `before` readies a round
 * @returns microseconds per operation by name, one number per round: on the clock (`values`) and of the processor
 *   (`cpu`, all threads); `{ error }` where a case failed
 */
export async function inTurns(cases, { rounds, milliseconds, warmup }) {
  const taken = new Map(cases.map(({ name }) => [name, { values: [], cpu: [] }]));
  for (let round = -1; round < rounds; round++) {
    await whenQuiet();
    awaken();
    for (const one of rotated(cases, round)) {
      const series = taken.get(one.name);
      if (series.error !== undefined) continue;
      try {
        await one.before?.();
        const { clock, cpu } = await measure(one, round < 0 ? warmup : milliseconds);
        if (round < 0) continue;
        series.values.push(clock);
        series.cpu.push(cpu);
      } catch (error) {
        series.error = String(error?.message ?? error).slice(0, 200);
      }
    }
  }
  return taken;
}

/** Another one begins each round: the first finds the processor as a pause has left it. */
function rotated(cases, round) {
  const first = Math.max(0, round) % cases.length;
  return [...cases.slice(first), ...cases.slice(0, first)];
}

function awaken() {
  for (const end = now() + 5_000_000n; now() < end; );
}

async function measure({ run, sync, batch = 8 }, milliseconds) {
  const used = process.cpuUsage();
  const start = now();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  const count = sync ? repeat(run, end, batch) : await repeatAwaiting(run, end, batch);
  const clock = Number(now() - start) / 1e3;
  const { user, system } = process.cpuUsage(used);
  return { clock: clock / count, cpu: (user + system) / count };
}

function repeat(run, end, batch) {
  let count = 0;
  for (; now() < end; count += batch) {
    for (let index = 0; index < batch; index++) run();
  }
  return count;
}

async function repeatAwaiting(run, end, batch) {
  let count = 0;
  for (; now() < end; count += batch) {
    for (let index = 0; index < batch; index++) await run();
  }
  return count;
}
