import { setTimeout as wait } from 'node:timers/promises';
import type { ProviderRegistry } from '../../types.ts';
import { faults } from './faults.ts';
import { Latencies } from './latency.ts';
import { type Name, names, type Stage } from './stage.ts';
import { type Answer, type Sample, send } from './traffic.ts';

/** How long a fault run takes. */
export interface Plan {
  readonly rounds: number;
  /** Milliseconds of peace before each fault. */
  readonly quietMs: number;
  readonly faultMs: number;
  /** Of providers that hang: longer than a call may take, so that the breaker opens. */
  readonly hangMs: number;
}

export type Tally = Partial<Record<Answer, number>>;

/** What a fault run saw. */
export interface Report {
  /** Answers about the tokens of providers that were well. */
  readonly well: Tally;
  /** The same of providers that were not, until they had recovered. */
  readonly ill: Tally;
  /** Answers of registries that were made while the provider was ill. */
  readonly cold: Tally;
  /** Milliseconds, of providers that were well: in peace, and while others hung or failed, whichever was slower. */
  readonly p99: { readonly quiet: number; readonly other: number };
  /** Milliseconds from the end of a fault to the first good answer, by fault. */
  readonly recovery: Readonly<Record<string, { readonly warm: number; readonly cold: number }>>;
  readonly rejections: readonly unknown[];
}

const tickMs = 4;

/** Mixed traffic, while the two providers of one side fall ill and recover, in every way there is. */
export async function faultRun(stage: Stage, plan: Plan): Promise<Report> {
  const ill = new Set<Name>();
  const tallies: Record<'well' | 'ill' | 'cold', Tally> = { well: {}, ill: {}, cold: {} };
  const latencies = { quiet: new Latencies(), hang: new Latencies(), fault: new Latencies() };
  const recovery: Record<string, { warm: number; cold: number }> = {};
  const rejections: unknown[] = [];
  const note = (reason: unknown) => void rejections.push(reason);
  const registry = stage.registry();
  const known = new Map(names.map((name) => [name, stage.sample(name)]));
  for (const [name, sample] of known) await send(registry, name, sample);

  const ask = async (name: Name, sample: Sample) => {
    const kind = latencies[ill.size === 0 ? 'quiet' : isHang ? 'hang' : 'fault'];
    const wasIll = ill.has(name);
    const begun = performance.now();
    const answer = await send(registry, name, sample);
    const isWell = !wasIll && !ill.has(name);
    add(tallies[isWell ? 'well' : 'ill'], answer);
    if (isWell) kind.add(begun);
  };
  let isHang = false;
  let turn = 0;
  const open = new Set<Promise<void>>();
  const tick = () => {
    turn++;
    for (const name of names) {
      const isOld = turn % 2 === 1;
      const sample = (isOld ? known.get(name) : undefined) ?? stage.sample(name, turn % 8 !== 0);
      const asked = ask(name, sample).finally(() => open.delete(asked));
      open.add(asked);
    }
  };
  const recovered = async (from: ProviderRegistry<Name>, provider: Name, tally: Tally) => {
    for (const begun = performance.now(); ; await wait(10)) {
      const answer = await send(from, provider, stage.sample(provider));
      add(tally, answer);
      if (answer === 'ok') return performance.now() - begun;
    }
  };

  process.on('unhandledRejection', note);
  const timer = setInterval(tick, tickMs);
  let late = Promise.resolve();
  for (let round = 0; round < plan.rounds; round++) {
    for (const [index, [fault, handler]] of Object.entries(faults).entries()) {
      await Promise.all([wait(plan.quietMs), late]);
      const side = (index + round) % 2 === 0 ? 'a' : 'b';
      const cold = stage.registry();
      for (const name of [`jwt-${side}`, `opaque-${side}`] as const) {
        ill.add(name);
        stage.faults.set(name, handler);
      }
      const unsure = send(cold, `jwt-${side}`, stage.sample(`jwt-${side}`)).then((answer) => add(tallies.cold, answer));
      isHang = fault === 'hangs';
      await wait(isHang ? plan.hangMs : plan.faultMs);
      stage.faults.clear();
      const worst = recovery[fault] ?? { warm: 0, cold: 0 };
      recovery[fault] = worst;
      late = Promise.all([recovered(cold, `jwt-${side}`, tallies.cold), unsure]).then(([ms]) => {
        worst.cold = Math.max(worst.cold, ms);
      });
      const warm = await Promise.all([...ill].map((name) => recovered(registry, name, tallies.ill)));
      worst.warm = Math.max(worst.warm, ...warm);
      ill.clear();
    }
  }
  await late;
  clearInterval(timer);
  await Promise.all(open);
  process.off('unhandledRejection', note);
  const p99 = { quiet: latencies.quiet.p99, other: Math.max(latencies.hang.p99, latencies.fault.p99) };
  return { ...tallies, p99, recovery, rejections };
}

function add(tally: Tally, answer: Answer): void {
  tally[answer] = (tally[answer] ?? 0) + 1;
}
