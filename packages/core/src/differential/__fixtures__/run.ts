import { vi } from 'vitest';
import { bearer, gate } from '../../__fixtures__/registry.ts';
import { AuthError } from '../../errors/auth-error.ts';
import { ClientError } from '../../errors/client-error.ts';
import type { Requirements } from '../../types.ts';
import { type Deployment, deploy, makeStores, type Sabotage } from './deployment.ts';
import { describe as inOneWord, say } from './oracle.ts';
import { identityOf, type Key, keys, randomSetup } from './setup.ts';
import { apis, groups, makeToken, mint, opaqueState, roles, scopes, subjects, type Token } from './tokens.ts';
import { allowed, present, type Question } from './windows.ts';
import { activeUser, sites, World } from './world.ts';

const poolSize = 16;

/** What came of a run, to see that it went everywhere. */
export interface Tally {
  readonly answers: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, number>>;
  /** Answers of `peek`, those that differ from what is true now, and those where only one answer was allowed. */
  known: number;
  stale: number;
  certain: number;
  questions: number;
}

type Route = Question['route'];

/** An answer that no instant of the promised windows explains. */
export class Mismatch extends Error {}

export async function run(seed: number, events: number, sabotage: Sabotage = {}): Promise<Tally> {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 });
  try {
    const runner = new Runner(seed, sabotage);
    for (let event = 0; event < events; event++) await runner.step();
    return runner.tally;
  } finally {
    vi.useRealTimers();
  }
}

class Runner {
  readonly tally = {
    answers: {} as Record<string, number>,
    events: {} as Record<string, number>,
    known: 0,
    stale: 0,
    certain: 0,
    questions: 0,
  };
  readonly #seed: number;
  readonly #sabotage: Sabotage;
  readonly #world: World;
  readonly #stores = makeStores();
  readonly #log: { event: number; text: string; token: Token | undefined }[] = [];
  readonly #routes: readonly Route[];
  #deployment: Deployment;
  #pool: Token[];

  constructor(seed: number, sabotage: Sabotage) {
    this.#seed = seed;
    this.#sabotage = sabotage;
    this.#world = new World(seed);
    this.#routes = Array.from({ length: 30 }, () => this.#route());
    this.#deployment = deploy(this.#world, randomSetup(this.#world.random), this.#stores, sabotage);
    this.#pool = Array.from({ length: poolSize }, () => makeToken(this.#world));
  }

  async step(): Promise<void> {
    const { random } = this.#world;
    this.#world.event++;
    this.#pass();
    const index = random.between(0, poolSize - 1);
    if (random.chance(this.#isOver(index) ? 0.6 : 0.03)) this.#pool[index] = makeToken(this.#world);
    const draw = random.next();
    if (draw < 0.88) return this.#ask(random.pick(this.#pool), random.pick(this.#routes));
    if (draw < 0.92) return this.#askDuring(random.pick(this.#pool), random.pick(this.#routes));
    return this.#change();
  }

  /** Of tokens that will never be good again a few are enough. */
  #isOver(index: number): boolean {
    const token = this.#pool[index];
    const end = token?.signed?.claims.exp ?? token?.minted?.expiresAt ?? Number.POSITIVE_INFINITY;
    return token === undefined || this.#world.revokedTokens.has(token) || end + 31 < Date.now() / 1000;
  }

  /** Mostly requests come in bursts; some time passes, and rarely much. */
  #pass(): void {
    const { random } = this.#world;
    const draw = random.next();
    const ms =
      draw < 0.6
        ? 0
        : draw < 0.95
          ? random.between(1, 500)
          : draw < 0.99
            ? random.between(500, 12_000)
            : draw < 0.9995
              ? random.between(12_000, 90_000)
              : random.between(90_000, 900_000);
    vi.advanceTimersByTime(ms);
  }

  #route(): Route {
    const { random } = this.#world;
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

  #change(): void | Promise<void> {
    const { random } = this.#world;
    const draw = random.next();
    if (draw < 0.3) return this.#changeToken(random.pick(this.#pool));
    if (draw < 0.4) return this.#changeUser(random.pick(subjects));
    if (draw < 0.65) return this.#mint();
    if (draw < 0.73) return this.#changeTrouble();
    if (draw < 0.79) return this.#revokeToken(random.pick(this.#pool));
    if (draw < 0.82) return this.#revokeSubject();
    if (draw < 0.87) return this.#lift();
    if (draw < 0.91) return this.#purge();
    if (draw < 0.95) return this.#rotate();
    return this.#configure();
  }

  #note(text: string, token?: Token): void {
    const kind = text.split(' ')[0] ?? '';
    this.tally.events[kind] = (this.tally.events[kind] ?? 0) + 1;
    this.#log.push({ event: this.#world.event, text: `${new Date().toISOString()} ${text}`, token });
    if (this.#log.length > 20_000) this.#log.splice(0, 10_000);
  }

  #changeToken(token: Token): void {
    const { opaque } = token;
    if (opaque === undefined) return;
    const { random } = this.#world;
    const next = random.chance(0.3) ? undefined : opaqueState(this.#world, opaque.site, opaque.state.at(-1));
    opaque.state.change(next, this.#world.now);
    this.#note(`state ${token.name} ${JSON.stringify(next)}`, token);
  }

  #changeUser(subject: string): void {
    const { random } = this.#world;
    const user = activeUser(subject, random.pick(groups));
    const next = random.pick([user, user, user, user, { ...user, active: false }, undefined, null, 'broken'] as const);
    this.#world.userOf(subject).change(next, this.#world.now);
    this.#note(`user ${subject} ${JSON.stringify(next)}`);
  }

  #changeTrouble(): void {
    const { random, trouble } = this.#world;
    const ill = sites.filter((site) => trouble[site].now !== undefined);
    const site = ill.length > 0 && random.chance(0.9) ? random.pick(ill) : random.pick(sites);
    const next =
      trouble[site].now === undefined ? random.pick(['reset', 'error', 'limited', 'page'] as const) : undefined;
    trouble[site].change(next, this.#world.now);
    this.#note(`trouble ${site} ${next}`);
  }

  #rotate(): void {
    const site = this.#world.random.pick(['one', 'two'] as const);
    const keep = this.#world.random.pick([0, 1, 1, 2]);
    this.#world.rotate(site, keep);
    this.#note(`rotate ${site} ${this.#world.issuers[site].published.now.join(' ')}`);
  }

  #purge(): void {
    this.#deployment.registry.purge();
    this.#deployment.purged = this.#world.now;
    this.#deployment.forgot = this.#world.now;
    this.#note('purge');
  }

  #configure(): void {
    const setup = randomSetup(this.#world.random);
    this.#deployment = deploy(this.#world, setup, this.#stores, this.#sabotage, this.#deployment.setup);
    this.#note(`configure ${JSON.stringify(setup)}`);
  }

  async #mint(): Promise<void> {
    const world = this.#world;
    const { setup, registry } = this.#deployment;
    const ours = this.#pool.filter(({ opaque }) => opaque?.site === 'login');
    const token = ours.find(({ minted }) => minted === undefined) ?? world.random.pick(ours);
    if (token === undefined || !setup.keys.includes('login') || world.trouble.login.now !== undefined) return;
    const isNew = token.minted === undefined;
    const expiresIn = isNew && world.random.chance(0.5) ? world.random.pick([10, 60, 500]) : undefined;
    if (!isNew && token.minted?.expiresAt !== undefined) return;
    world.next = { text: token.text, ...(expiresIn === undefined ? {} : { expiresIn }) };
    await registry.client('login').exchange({ code: 'code', redirectUri: 'https://app.test/cb' });
    mint(token, world.now, expiresIn);
    this.#deployment.forgot = world.now;
    this.#note(`mint ${token.name} ${expiresIn}`, token);
  }

  async #revokeToken(token: Token): Promise<void> {
    await this.#deployment.registry.revoke({ token: token.text });
    this.#world.revokedTokens.add(token);
    this.#note(`revoke ${token.name}`, token);
  }

  async #revokeSubject(): Promise<void> {
    const { setup, registry } = this.#deployment;
    if (setup.keys.length === 0) return;
    const provider: Key = this.#world.random.pick(setup.keys);
    const subject = this.#world.random.pick(subjects);
    await registry.revoke({ provider, subject });
    this.#world.revokedSubjects.set(`${identityOf(provider, setup)} ${subject}`, Date.now() / 1000);
    this.#note(`revoke-subject ${identityOf(provider, setup)} ${subject}`);
  }

  /** A revocation of a subject is lifted. */
  async #lift(): Promise<void> {
    const [key] = this.#world.revokedSubjects.keys();
    if (key === undefined) return;
    const [identity = '', subject = ''] = key.split(' ');
    await this.#stores.revocations.lift(identity, subject);
    this.#world.revokedSubjects.delete(key);
    this.#world.lifted.set(key, this.#world.event);
    this.#note(`lift ${key}`);
  }

  /** The route with the instances that there are. */
  #question(token: Token, { accept, ...demands }: Route): Question | undefined {
    const { setup } = this.#deployment;
    const there = accept.filter((key) => setup.keys.includes(key));
    if (there.length === 0) return undefined;
    return { token, route: { ...demands, accept: there }, deployment: this.#deployment, began: this.#world.now };
  }

  async #ask(token: Token, route: Route): Promise<void> {
    const question = this.#question(token, route);
    if (question === undefined) return;
    const { registry } = question.deployment;
    const { random } = this.#world;
    const known = random.chance(0.7) ? registry.peek(bearer(token.text), question.route) : undefined;
    if (known !== undefined) {
      this.tally.known++;
      this.#check(question, 'peek', answerOf(known, token));
    }
    if (random.chance(0.15)) {
      const answer = await registry.authenticate(bearer(token.text), question.route);
      return this.#check(
        question,
        'authenticate',
        answer instanceof Response ? `${answer.status}` : answerOf(answer, token),
      );
    }
    this.#check(question, 'verify', await verified(question));
  }

  /** Something happens while the provider is asked: what is revoked then is refused. */
  async #askDuring(token: Token, route: Route): Promise<void> {
    const question = this.#question(token, route);
    if (question === undefined) return;
    const { opened, open } = gate();
    this.#world.held = opened;
    const answering = verified(question);
    const first = await Promise.race([answering, new Promise((resolve) => setImmediate(resolve))]);
    this.#world.held = undefined;
    if (first !== undefined) {
      // Nobody waited, or only for keys that are renewed in time.
      open();
      return this.#check(question, 'verify', await answering);
    }
    this.#world.event++;
    const draw = this.#world.random.next();
    if (draw < 0.35) await this.#revokeToken(token);
    else if (draw < 0.6) await this.#revokeSubject();
    else if (draw < 0.8) this.#changeToken(token);
    else if (draw < 0.9) this.#purge();
    else this.#configure();
    this.#world.event++;
    open();
    this.#check(question, 'verify-during', await answering);
  }

  #check(question: Question, door: string, answer: string): void {
    const { token, route, deployment } = question;
    const may = allowed(this.#world, question);
    this.#note(`${door} ${token.name} ${JSON.stringify(route)} -> ${answer}`, token);
    const kind = answer.startsWith('200') ? '200' : answer;
    this.tally.answers[kind] = (this.tally.answers[kind] ?? 0) + 1;
    this.tally.questions++;
    if (may.size === 1) this.tally.certain++;
    if (door !== 'authenticate' && !present(this.#world, question).has(answer)) this.tally.stale++;
    const isAllowed = may.has(answer) || (door === 'authenticate' && [...may].some((one) => one.startsWith(answer)));
    if (!isAllowed) throw this.#mismatch(question, answer, may);
    if (answer.startsWith('200') && token.signed !== undefined) {
      for (const key of route.accept) deployment.seen.add(`${key} ${token.signed.kid}`);
    }
  }

  #mismatch({ token, deployment }: Question, answer: string, may: ReadonlySet<string>): Mismatch {
    const isOurs = ({ token: other }: { token: Token | undefined }) => other === undefined || other === token;
    const last = this.#log.filter(isOurs).slice(-40);
    return new Mismatch(
      [
        `Event ${this.#world.event} of seed ${this.#seed}: ${token.name} got ${answer}, allowed are:`,
        ...(may.size === 0 ? ['(nothing: it was not asked for in time)'] : may),
        `Token: ${JSON.stringify(token.signed ?? token.opaque?.state.now)} minted ${JSON.stringify(token.minted)}`,
        `Configuration: ${JSON.stringify(deployment.setup)}`,
        `To see it again: DIFFERENTIAL_SEED=${this.#seed} DIFFERENTIAL_EVENTS=${this.#world.event + 1}`,
        ...last.map(({ event, text }) => `  ${event} ${text}`),
      ].join('\n'),
    );
  }
}

async function verified({ token, route, deployment }: Question): Promise<string> {
  try {
    return answerOf(await deployment.registry.verify(bearer(token.text), route), token);
  } catch (error) {
    return answerOf(error, token);
  }
}

function answerOf(answer: unknown, token: Token): string {
  if (AuthError.isInstance(answer)) {
    const isTold = answer.status !== 503 || (answer.retryAfter ?? 0) > 0;
    return isTold && say(answer.reason).startsWith(`${answer.status}`) ? say(answer.reason) : `odd ${answer.status}`;
  }
  if (answer instanceof Error || ClientError.isInstance(answer)) throw answer;
  const auth = answer as Parameters<typeof inOneWord>[0] & { readonly token: string };
  return auth.token === token.text ? inOneWord(auth) : 'the token of another';
}
