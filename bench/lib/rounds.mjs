const now = () => process.hrtime.bigint();

/**
 * Runs cases in turns (A B C A B C …), so that what disturbs the machine disturbs them alike.
 *
 * @param cases `{ name, run, sync?, batch?, before? }` each: `run` does one operation, `before` readies a round
 * @returns microseconds per operation by name, one number per round; `{ error }` where a case failed
 */
export async function inTurns(cases, { rounds, milliseconds, warmup }) {
  const taken = new Map(cases.map(({ name }) => [name, { values: [] }]));
  for (let round = -1; round < rounds; round++) {
    for (const one of cases) {
      const series = taken.get(one.name);
      if (series.error !== undefined) continue;
      try {
        await one.before?.();
        const cost = await measure(one, round < 0 ? warmup : milliseconds);
        if (round >= 0) series.values.push(cost);
      } catch (error) {
        series.error = String(error?.message ?? error).slice(0, 200);
      }
    }
  }
  return taken;
}

function measure({ run, sync, batch = 8 }, milliseconds) {
  return sync ? measureSync(run, milliseconds, batch) : measureAsync(run, milliseconds, batch);
}

function measureSync(run, milliseconds, batch) {
  let count = 0;
  const start = now();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  let at = start;
  for (; at < end; at = now()) {
    for (let index = 0; index < batch; index++) run();
    count += batch;
  }
  return Number(at - start) / 1e3 / count;
}

async function measureAsync(run, milliseconds, batch) {
  let count = 0;
  const start = now();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  let at = start;
  for (; at < end; at = now()) {
    for (let index = 0; index < batch; index++) await run();
    count += batch;
  }
  return Number(at - start) / 1e3 / count;
}
