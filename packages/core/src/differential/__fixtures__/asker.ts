import { bearer, gate } from '../../__fixtures__/registry.ts';
import { AuthError } from '../../errors/auth-error.ts';
import type { Requirements } from '../../types.ts';
import { changeDuring } from './changes.ts';
import { describe, say } from './oracle.ts';
import type { Random } from './random.ts';
import { type Key, keys } from './setup.ts';
import type { Stage } from './stage.ts';
import { apis, groups, roles, scopes, type Token } from './tokens.ts';
import { allowed, present, type Question } from './windows.ts';

type Route = Question['route'];

/** An answer that no instant of the promised windows explains. */
export class Mismatch extends Error {}

/** Sends requests through every door, and checks the answers. */
export class Asker {
  readonly #stage: Stage;
  readonly #routes: readonly Route[];

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#routes = Array.from({ length: 30 }, () => randomRoute(stage.world.random));
  }

  async ask(): Promise<void> {
    const question = this.#question();
    if (question === undefined) return;
    const { token, route, deployment } = question;
    const { random } = this.#stage.world;
    const known = random.chance(0.7) ? deployment.registry.peek(bearer(token.text), route) : undefined;
    if (known !== undefined) this.#check(question, 'peek', inOneWord(known, token));
    if (random.chance(0.15)) {
      const answer = await deployment.registry.authenticate(bearer(token.text), route);
      const word = answer instanceof Response ? `${answer.status}` : inOneWord(answer, token);
      this.#check(question, 'authenticate', word);
    } else this.#check(question, 'verify', await verified(question));
  }

  /** Something happens while the provider is asked: what is revoked then is refused. */
  async askDuring(): Promise<void> {
    const question = this.#question();
    if (question === undefined) return;
    const { world } = this.#stage;
    const { opened, open } = gate();
    world.held = opened;
    const answering = verified(question);
    const answered = await Promise.race([answering, new Promise((resolve) => setImmediate(resolve))]);
    world.held = undefined;
    // Else nobody waits, or only for keys that are renewed before their end.
    if (answered === undefined) {
      world.event++;
      await changeDuring(this.#stage, question.token);
      world.event++;
    }
    open();
    this.#check(question, answered === undefined ? 'verify-during' : 'verify', await answering);
  }

  /** A random one, for the instances that there are. */
  #question(): Question | undefined {
    const { world, deployment, pool } = this.#stage;
    const token = world.random.pick(pool);
    const { accept, ...demands } = world.random.pick(this.#routes);
    const there = accept.filter((key): key is Key => (deployment.setup.keys as readonly string[]).includes(key));
    if (there.length === 0) return undefined;
    return { token, route: { ...demands, accept: there }, deployment, began: world.now };
  }

  #check(question: Question, door: string, answer: string): void {
    const { token, route, deployment } = question;
    const { world, tally } = this.#stage;
    const may = allowed(world, question);
    this.#stage.note(`${door} ${token.name} ${JSON.stringify(route)} -> ${answer}`, token);
    const kind = answer.slice(0, answer.startsWith('200') ? 3 : undefined);
    tally.answers[kind] = (tally.answers[kind] ?? 0) + 1;
    tally.questions++;
    if (door === 'peek') tally.known++;
    if (may.size === 1) tally.certain++;
    // A `Response` tells its status alone.
    const has = (words: ReadonlySet<string>) =>
      words.has(answer) || (door === 'authenticate' && [...words].some((word) => word.startsWith(answer)));
    if (!has(may)) throw this.#mismatch(question, answer, may);
    if (!has(present(world, question))) tally.stale++;
    if (answer.startsWith('200') && token.signed !== undefined) {
      for (const key of route.accept) deployment.seen.add(`${key} ${token.signed.kid}`);
    }
  }

  #mismatch({ token, deployment }: Question, answer: string, may: ReadonlySet<string>): Mismatch {
    const { seed, world, log } = this.#stage;
    const last = log.filter((line) => line.token === undefined || line.token === token).slice(-40);
    return new Mismatch(
      [
        `Event ${world.event} of seed ${seed}: ${token.name} got ${answer}, allowed are:`,
        ...(may.size === 0 ? ['(nothing: who knows was not asked in time)'] : may),
        `Token: ${JSON.stringify(token.signed ?? token.opaque?.state.now)}, obtained ${JSON.stringify(token.minted)}`,
        `Configuration: ${JSON.stringify(deployment.setup)}`,
        `To see it again: DIFFERENTIAL_SEED=${seed}. What happened to this token, and to all:`,
        ...last.map(({ event, text }) => `  ${event} ${text}`),
      ].join('\n'),
    );
  }
}

function randomRoute(random: Random): Route {
  const accept = random.some(keys, 0.93);
  // Two that could take the same token can not be accepted together.
  const without = random.pick(['one', 'other']);
  const one = (list: readonly string[]) => [random.pick(list)];
  const demands: Requirements[] = [
    {},
    {},
    {},
    {},
    { scopes: one(scopes) },
    { anyScope: random.some(scopes, 0.6) },
    { audience: one(apis) },
    { roles: one(roles) },
    { groups: one(groups) },
    { maxAge: random.pick([10, 100]) },
    { scopes: one(scopes), roles: one(roles) },
  ];
  return { ...random.pick(demands), accept: accept.filter((key) => key !== without) };
}

async function verified({ token, route, deployment }: Question): Promise<string> {
  try {
    return inOneWord(await deployment.registry.verify(bearer(token.text), route), token);
  } catch (error) {
    return inOneWord(error, token);
  }
}

function inOneWord(answer: unknown, token: Token): string {
  if (AuthError.isInstance(answer)) {
    const isTold = answer.status !== 503 || (answer.retryAfter ?? 0) > 0;
    return isTold && say(answer.reason).startsWith(`${answer.status}`) ? say(answer.reason) : `odd ${answer.status}`;
  }
  if (answer instanceof Error) throw answer;
  const auth = answer as Parameters<typeof describe>[0] & { readonly token: string };
  return auth.token === token.text ? describe(auth) : 'the token of another';
}
