import { vi } from 'vitest';
import { type Deployment, deploy, makeStores, type Sabotage } from './deployment.ts';
import { randomSetup } from './setup.ts';
import { makeToken, type Token } from './tokens.ts';
import { World } from './world.ts';

const poolSize = 16;
const longestLog = 20_000;

/** What came of a run, to see that it went everywhere. */
export interface Tally {
  readonly answers: Record<string, number>;
  readonly events: Record<string, number>;
  /** Answers that were known without waiting, as the next ones of `questions`. */
  known: number;
  /** Those that differ from what is true now. */
  stale: number;
  /** Those where only one answer was allowed. */
  certain: number;
  questions: number;
  /** Facts that another process, or an earlier configuration, left in the store that they share. */
  shared: number;
}

/** An event for the log; of all tokens where it names none. */
export interface Line {
  readonly event: number;
  readonly text: string;
  readonly token: Token | undefined;
}

/** The world, the configuration in force, a few tokens that requests come with, and a log. */
export class Stage {
  readonly seed: number;
  readonly world: World;
  readonly stores: ReturnType<typeof makeStores>;
  readonly tally: Tally = { answers: {}, events: {}, known: 0, stale: 0, certain: 0, questions: 0, shared: 0 };
  readonly log: Line[] = [];
  readonly pool: Token[];
  readonly #sabotage: Sabotage;
  #processes: readonly Deployment[];

  /** @param processes that serve one API; several share the facts that they prove */
  constructor(seed: number, processes: number, sabotage: Sabotage) {
    this.seed = seed;
    this.#sabotage = sabotage;
    this.world = new World(seed);
    this.stores = makeStores(processes > 1);
    const setup = randomSetup(this.world.random);
    this.#processes = Array.from({ length: processes }, () => deploy(this.world, setup, this.stores, sabotage));
    this.pool = Array.from({ length: poolSize }, () => makeToken(this.world));
  }

  /** Any of the processes. */
  get deployment(): Deployment {
    return this.world.random.pick(this.#processes);
  }

  /** Mostly requests come in bursts; some time passes, and rarely much. Tokens come and go. */
  pass(): void {
    const { random } = this.world;
    this.world.event++;
    const draw = random.next();
    if (draw > 0.9995) vi.advanceTimersByTime(random.between(90_000, 900_000));
    else if (draw > 0.99) vi.advanceTimersByTime(random.between(12_000, 90_000));
    else if (draw > 0.95) vi.advanceTimersByTime(random.between(500, 12_000));
    else if (draw > 0.6) vi.advanceTimersByTime(random.between(1, 500));
    const index = random.between(0, poolSize - 1);
    if (random.chance(this.#isOver(index) ? 0.6 : 0.03)) this.pool[index] = makeToken(this.world);
  }

  /** New registries over the same stores. */
  configure(): void {
    const setup = randomSetup(this.world.random);
    this.#processes = this.#processes.map((running) =>
      deploy(this.world, setup, this.stores, this.#sabotage, running.setup),
    );
    this.note(`configure ${JSON.stringify(setup)}`);
  }

  note(text: string, token?: Token): void {
    const kind = text.split(' ')[0] ?? '';
    this.tally.events[kind] = (this.tally.events[kind] ?? 0) + 1;
    this.log.push({ event: this.world.event, text: `${new Date().toISOString()} ${text}`, token });
    if (this.log.length > longestLog) this.log.splice(0, longestLog / 2);
  }

  /** Of tokens that will never be good again a few are enough. */
  #isOver(index: number): boolean {
    const token = this.pool[index];
    const end = token?.signed?.claims.exp ?? token?.minted?.expiresAt ?? Number.POSITIVE_INFINITY;
    return token === undefined || this.world.revokedTokens.has(token) || end + 31 < Date.now() / 1000;
  }
}
