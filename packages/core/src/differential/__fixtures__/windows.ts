import type { Requirements } from '../../types.ts';
import type { Deployment } from './deployment.ts';
import type { Moment } from './history.ts';
import { decide, type Finding, isSubjectRevoked, judgeOpaque, judgeSigned, recognised, say } from './oracle.ts';
import { identityOf, type Key, type Setup, siteOf } from './setup.ts';
import type { Signed, Token } from './tokens.ts';
import type { World } from './world.ts';

/** A request, and when it began. */
export interface Question {
  readonly token: Token;
  readonly route: Requirements & { readonly accept: readonly Key[] };
  readonly deployment: Deployment;
  readonly began: Moment;
}

/** Milliseconds that are promised. */
const refusalsLive = 10_000;
const keysLive = 600_000;
/** Longest pause that a provider asks for here, and a step of grace. */
const pause = 6_000;
/** An issuer is asked once in this time for keys that are not known. */
const askedAgain = 31_000;
/** After an outage an issuer is left alone for so long, while its old keys serve. */
const outage = 60_000;
/** What is surely no verdict for long, and may not be remembered. */
const volatile = ['unknown_key', 'not_yet_valid'];

/**
 * All answers that may be given now: what the oracle says for the token's facts and the local user as they were at one
 * instant of the promised windows. Expiry, revocations and the route's demands count as they are now.
 */
export function allowed(world: World, question: Question): ReadonlySet<string> {
  const { token, route, deployment } = question;
  const { setup } = deployment;
  const found = recognised(token, route.accept, setup);
  if (typeof found === 'string') return new Set([say(found)]);
  const { key } = found;
  const findings =
    token.signed !== undefined ? ofIssuer(world, question, key, token.signed) : ofProvider(world, question);
  const subject = token.opaque?.site === 'login' ? (token.opaque.state.at(-1)?.id as string) : undefined;
  const isRevoked =
    world.revokedTokens.has(token) ||
    (subject !== undefined && isSubjectRevoked(world, identityOf(key, setup), subject, token.minted?.at));
  const answers = isRevoked ? [say('revoked')] : [];
  for (const finding of findings) {
    if (typeof finding === 'string') answers.push(say(finding));
    else if (!isRevoked) answers.push(...withUser(world, question, finding));
  }
  return new Set(answers);
}

/** What an oracle says that never remembers anything. */
export function present(world: World, question: Question): ReadonlySet<string> {
  const { now } = world;
  const { deployment, token, route } = question;
  const asked = new Map([[token, now]]);
  const found = new Map(route.accept.map((key) => [`${key} ${token.name}`, now]));
  const newest = { ...deployment, isShared: false, ledger: { asked, found }, created: now, purged: now, forgot: now };
  return allowed(world, { ...question, deployment: newest, began: now });
}

/** The user as the directory said when it was last asked: a good answer counts 60 s, any other for this request. */
function withUser(
  world: World,
  { token, route, deployment, began }: Question,
  facts: Exclude<Finding, string>,
): string[] {
  const { setup, purged, ledger } = deployment;
  if (setup.users === undefined) return [decide(world, facts, undefined, route, setup)];
  const revoked = decide(world, facts, null, route, setup);
  if (revoked === say('revoked')) return [revoked];
  const asked = ledger.found.get(`${facts.key} ${token.name}`);
  if (asked === undefined) return [];
  const state = world.userOf(facts.subject).at(asked.event);
  const isNow = asked.event >= began.event;
  const isGood = state === null || (typeof state === 'object' && state.active);
  const isFresh = world.now.ms - asked.ms < setup.users.cacheSeconds * 1000 && asked.event > purged.event;
  return isNow || (isGood && isFresh) ? [decide(world, facts, state, route, setup)] : [];
}

/**
 * Of an opaque token: what its provider said when it was last asked, or, where facts are shared, when anybody asked,
 * for as long as that counts; 503 only where nothing is known.
 */
function ofProvider(world: World, { token, deployment, began }: Question): Finding[] {
  const { setup, ledger, forgot, isShared } = deployment;
  const { ms } = world.now;
  const site = token.opaque?.site ?? 'intro';
  const own = ledger.asked.get(token);
  const asks = [own, ...(isShared ? (world.asked.get(token) ?? []) : [])].filter((asked) => asked !== undefined);
  const findings: Finding[] = [];
  let isKnown = false;
  for (const asked of asks) {
    const said = judgeOpaque(token, setup, asked);
    const isNow = asked.event >= began.event;
    const age = ms - asked.ms;
    if (typeof said === 'string') {
      const isKept = age < refusalsLive && asked.event > forgot.event;
      if (asked === own && (isNow || isKept)) findings.push(said);
      continue;
    }
    const left = (said.expiresAt ?? Number.POSITIVE_INFINITY) - ms / 1000;
    const isFresh = left > -setup.skew && (isNow || age < setup.cacheSeconds * 1000);
    const isGraced = left > 0 && age < (setup.cacheSeconds + setup.grace) * 1000;
    if (isFresh || (isGraced && world.wasInTrouble(site, 1_000, ['reset', 'error']))) findings.push(said);
    if (asked === own) isKnown = isFresh && !wasRevoked(world, setup, said, asked);
  }
  // The end of what our own client obtained is known without asking.
  const end = token.minted?.expiresAt ?? Number.POSITIVE_INFINITY;
  if (ms / 1000 >= end + setup.skew) return [...findings.filter((said) => typeof said === 'string'), 'expired'];
  if (!isKnown && world.wasInTrouble(site, pause)) findings.push('provider_unreachable');
  return findings;
}

/** What was revoked when it was asked for is not kept. */
function wasRevoked(world: World, setup: Setup, { key, subject, issuedAt }: Exclude<Finding, string>, asked: Moment) {
  const identity = identityOf(key, setup);
  const lifted = world.lifted.get(`${identity} ${subject}`) ?? Number.NEGATIVE_INFINITY;
  return lifted >= asked.event || isSubjectRevoked(world, identity, subject, issuedAt);
}

/** Of a signed token: every set of keys that the issuer published in the last ten minutes may have judged it. */
function ofIssuer(world: World, { deployment }: Question, key: Key, signed: Signed): Finding[] {
  const { setup, created, forgot, seen } = deployment;
  const { ms } = world.now;
  const site = siteOf(key) as 'one' | 'two';
  let start = ms - keysLive;
  for (const { value, from } of world.trouble[site].since(start)) {
    // While an issuer can not be asked, its old keys serve on.
    if (value !== undefined) start = Math.min(start, from - keysLive - outage);
  }
  start = Math.max(start, created.ms);
  const sets = world.issuers[site].published.since(start);
  const [present, ...earlier] = sets;
  const lacking = sets.filter(({ value }) => !value.includes(signed.kid));
  const isPublished = present?.value.includes(signed.kid) === true;
  const surely = signed.claims.iat + 1 + setup.skew;
  const findings: Finding[] = [];
  if (isPublished || earlier.some(({ value }) => value.includes(signed.kid))) {
    findings.push(judgeSigned(signed, key, setup, ms, true));
  }
  if (lacking.some(({ until }) => Math.min(until, ms) / 1000 >= surely) || !isPublished) {
    findings.push(judgeSigned(signed, key, setup, ms, false));
  }
  const isNews = lacking.some(({ until }) => until > ms - askedAgain);
  const isOutage = world.wasInTrouble(site, askedAgain) && !seen.has(`${key} ${signed.kid}`);
  const isEarly = !isPublished && Math.max(start, created.ms) / 1000 < surely;
  const verdict = judgeSigned(signed, key, setup, ms, false);
  if ((isPublished ? isNews || isOutage : isEarly || isOutage) && verdict === 'unknown_key') {
    findings.push('provider_unreachable');
  }
  const since = Math.max(ms - refusalsLive, forgot.ms);
  const earlierOn = judgeSigned(signed, key, setup, since, true);
  if (typeof earlierOn === 'string' && !volatile.includes(earlierOn)) findings.push(earlierOn);
  return findings;
}
