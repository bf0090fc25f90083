import { type CompactToken, parseCompact } from '../internal/compact.ts';
import type { Instance } from '../internal/instance.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import type { Refused } from '../provider/refusal-rule.ts';
import type { Rule, TokenShape } from '../provider/rule.ts';
import type { LoginToken } from '../stores/login-token-store.ts';
import { matches } from './shapes.ts';

/** A rule of an instance. */
export interface Candidate {
  readonly instance: Instance;
  readonly index: number;
  readonly rule: Rule;
}

/** Which rule takes the token, and what recognising it has found out. */
export interface Recognised extends Candidate {
  readonly compact?: CompactToken | undefined;
  /** The issuer that `iss` named, where that decided. */
  readonly issuer?: string | undefined;
  readonly minted?: LoginToken | undefined;
}

/** A rule for opaque tokens, with what they look like. */
export interface ShapedCandidate extends Candidate {
  readonly shape: TokenShape;
}

/** A kind of token that an instance refuses by sight. */
export interface RefusedCandidate extends Omit<Refused, 'issuer'> {
  readonly instance: Instance;
  /** Issuers by which signed tokens are seen. */
  readonly issuers: readonly string[];
}

/** Rules of a registry, sorted by the rank at which they recognise a token. */
export interface RuleIndex {
  readonly refused: readonly RefusedCandidate[];
  /** Longest prefix first. */
  readonly prefixes: readonly ShapedCandidate[];
  readonly issuers: ReadonlyMap<string, readonly Candidate[]>;
  readonly minted: readonly ShapedCandidate[];
  readonly shapes: readonly ShapedCandidate[];
}

/** Sorts the rules of all instances by rank. */
export function indexRules(instances: Iterable<Instance>): RuleIndex {
  const prefixes: ShapedCandidate[] = [];
  const issuers = new Map<string, Candidate[]>();
  const minted: ShapedCandidate[] = [];
  const shapes: ShapedCandidate[] = [];
  const refused: RefusedCandidate[] = [];
  for (const instance of instances) {
    for (const { issuer, ...kind } of instance.provider.refuses) {
      refused.push({ ...kind, instance, issuers: issuer === undefined ? [] : instance.issuers(issuer) });
    }
    for (const [index, rule] of instance.provider.accepts.entries()) {
      const candidate = { instance, index, rule };
      // Our own memory, not `iss`, says whose a `login` token is.
      const named = rule.binding === 'login' || rule.issuer === undefined ? [] : instance.issuers(rule.issuer);
      for (const issuer of named) issuers.set(issuer, [...(issuers.get(issuer) ?? []), candidate]);
      if (rule.token === 'jwt') continue;
      const list = rule.binding === 'login' ? minted : rule.shape.prefix === undefined ? shapes : prefixes;
      list.push({ ...candidate, shape: rule.shape });
    }
  }
  prefixes.sort((one, other) => literal(other).length - literal(one).length);
  return { refused, prefixes, issuers, minted, shapes };
}

/**
 * Step 2: whose token is it? Ranks, first match wins: longest literal prefix, a configured `iss`, a token that we
 * minted, shape. Nothing is probed: a token never goes to a provider it may not belong to.
 * @throws Refusal `not_accepted` `unbound` `unknown_issuer` `unrecognised`
 */
export function recognise(
  index: RuleIndex,
  token: string,
  accept: ReadonlySet<string> | undefined,
  find: () => LoginToken | undefined,
): Recognised {
  // Whoever's prefix it has, it is nobody else's: not even when its length is one that provider never had.
  const prefix = index.prefixes.find((candidate) => token.startsWith(literal(candidate)));
  const accepted = [prefix, ...index.minted].map((one) =>
    one && token.startsWith(literal(one)) ? literal(one).length : 0,
  );
  refuseBySight(index, token, accept, Math.max(...accepted));
  if (prefix !== undefined) {
    const own = index.prefixes.filter(({ shape }) => shape.prefix === prefix.shape.prefix && matches(shape, token));
    if (own.length > 0) return choose(own, accept, {});
    throw new Refusal('unrecognised', `it begins like a token of \`${prefix.instance.key}\`, and is none.`);
  }
  const compact = parseCompact(token);
  const issuer = compact?.claims.iss;
  if (compact !== undefined) refuseIssued(index, compact, accept);
  const issued = typeof issuer === 'string' ? index.issuers.get(issuer) : undefined;
  if (compact !== undefined && issued !== undefined) {
    const willing = issued.filter(
      ({ rule }) => rule.token !== 'jwt' || rule.when?.(compact.header, compact.claims) !== false,
    );
    if (willing.length > 0) return choose(willing, accept, { compact, issuer: issuer as string });
  }
  const minted = index.minted.length > 0 ? find() : undefined;
  const ours = minted && index.minted.filter(({ instance }) => isOf(minted, instance));
  if (ours !== undefined && ours.length > 0) return choose(ours, accept, { compact, minted });
  const shaped = index.shapes.filter(({ shape }) => matches(shape, token));
  if (shaped.length > 0) return choose(shaped, accept, { compact });
  const login = index.minted.some(({ instance, shape }) => admits(accept, instance) && matches(shape, token));
  if (login) throw new Refusal('unbound', 'no login or token relay of ours obtained it');
  if (compact !== undefined) throw new Refusal('unknown_issuer', issuers(issuer, [...index.issuers.keys()]));
  throw new Refusal('unrecognised');
}

/** A prefix of a kind that is refused counts unless a longer one is accepted. @throws Refusal its reason */
function refuseBySight(index: RuleIndex, token: string, accept: ReadonlySet<string> | undefined, length: number): void {
  for (const { shape, instance, reason, detail } of index.refused) {
    if (shape === undefined || shape.prefix.length < length || !matches(shape, token)) continue;
    if (admits(accept, instance)) throw new Refusal(reason, detail).of(instance.key);
  }
}

/** @throws Refusal the reason of a kind of signed token that its own provider's rules do not take */
function refuseIssued(index: RuleIndex, compact: CompactToken, accept: ReadonlySet<string> | undefined): void {
  const issuer = compact.claims.iss as string;
  const takers = (index.issuers.get(issuer) ?? []).filter(({ instance }) => admits(accept, instance));
  for (const { shape, issuers, when, instance, reason, detail } of index.refused) {
    if (shape !== undefined || !issuers.includes(issuer) || !admits(accept, instance)) continue;
    // What one provider does not take may be just what another is configured for.
    if (takers.some((taker) => taker.instance !== instance)) continue;
    if (when?.(compact.header, compact.claims) ?? true) throw new Refusal(reason, detail).of(instance.key);
  }
}

const literal = ({ shape }: ShapedCandidate) => shape.prefix ?? '';
const admits = (accept: ReadonlySet<string> | undefined, instance: Instance) => accept?.has(instance.key) ?? true;
const isOf = (minted: LoginToken, { provider }: Instance) =>
  minted.type === 'access' && minted.provider === provider.identity && minted.client === provider.client?.id;

/** The issuer seen, and those configured that differ in case, scheme, a trailing slash, or below their host. */
function issuers(seen: unknown, configured: readonly string[]): string {
  const alike = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const bare = (issuer: string) => issuer.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  const host = (issuer: string) => bare(issuer).split('/', 1)[0] ?? '';
  const near = (part: (issuer: string) => string) =>
    typeof seen === 'string' ? configured.filter((issuer) => alike(part(issuer), part(seen))) : [];
  const same = near(bare);
  const wanted = (same.length > 0 ? same : near(host)).slice(0, 3);
  return `iss ${quote(seen)}${wanted.length > 0 ? `, wanted ${wanted.map(quote).join(' or ')}` : ''}`;
}

function choose(
  candidates: readonly Candidate[],
  accept: ReadonlySet<string> | undefined,
  found: Pick<Recognised, 'compact' | 'issuer' | 'minted'>,
): Recognised {
  const first = candidates.find(({ instance }) => admits(accept, instance));
  if (first !== undefined) return { instance: first.instance, index: first.index, rule: first.rule, ...found };
  const key = candidates[0]?.instance.key ?? '';
  throw new Refusal('not_accepted', `it is a token of \`${key}\``).of(key);
}
