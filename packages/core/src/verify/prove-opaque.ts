import { boundKey } from '../dpop/confirmation.ts';
import { readPointer } from '../internal/pointer.ts';
import type { ProviderDocument } from '../provider/inspection.ts';
import type { OpaqueRule } from '../provider/rule.ts';
import type { LoginToken } from '../stores/login-token-store.ts';
import { audienceOf, foreignKind, rejected, scopeList, timeOf } from './claims.ts';
import { inspect } from './inspect.ts';
import { InspectedFacts } from './inspected-facts.ts';
import type { Proof, ProofContext } from './proof.ts';
import type { Recognised } from './recognise.ts';
import type { Trace } from './trace.ts';

const nothing = Object.freeze({});

/** Proves an opaque token by asking its provider, or by our own memory of having obtained it. @throws Refusal */
export async function proveOpaque(
  found: Recognised,
  rule: OpaqueRule,
  token: string,
  context: ProofContext,
): Promise<Proof> {
  const { now, skew } = context;
  const trace: Trace = context.trace;
  const { instance, minted } = found;
  if (rule.binding === 'login') {
    trace.demand('obtained by us', minted !== undefined, 'unbound');
    if (minted.expiresAt !== undefined)
      trace.demand('expiry', now < minted.expiresAt + skew, 'expired', minted.expiresAt);
  }
  const { inspect: how } = rule;
  const answer = how && (await trace.step(`asked ${how.endpoint}`, () => inspect(instance, how, token)));
  const document = answer === undefined ? nothing : withoutEcho(answer, token);
  const bound = boundKey(readPointer(document, '/cnf'));
  const kind = how === undefined || how.how === 'userinfo' ? undefined : foreignKind(document, bound);
  trace.demand('kind', kind === undefined, kind ?? 'refresh_token');
  const rejection = rejected(rule.reject, document);
  trace.demand('provider rule', rejection === undefined, rejection?.reason ?? 'forbidden', rejection?.claim);

  const facts = new InspectedFacts(how, document, trace);
  const issuer = facts.get('issuer');
  const issuers = instance.issuers(rule.issuer ?? 'issuer');
  if (issuer !== undefined && issuers.length > 0) {
    trace.demand('issuer', issuers.includes(issuer as string), 'unknown_issuer', issuer, issuers);
  }
  const audience = audienceOf(facts.get('audience'));
  if (rule.audience.length > 0) {
    trace.demand(
      'audience',
      audience.some((aud) => rule.audience.includes(aud)),
      'wrong_audience',
      facts.get('audience'),
      rule.audience,
    );
  }
  const client = facts.get('client');
  const clientId = typeof client === 'string' ? client : rule.binding === 'login' ? minted?.client : undefined;
  const ours = rule.clients.length > 0 ? rule.clients : [instance.provider.client?.id ?? ''];
  if (rule.binding === 'app' || rule.clients.length > 0) {
    trace.demand('client', clientId !== undefined && ours.includes(clientId), 'wrong_app', clientId, ours);
  }
  trace.demand('confirmation', bound !== null, 'unsupported_confirmation');
  const expiresAt = checkTimes(facts, minted, context);
  const issuedAt = minted?.mintedAt ?? facts.time('issuedAt');
  const foreignClock = minted === undefined && issuedAt !== undefined ? skew : 0;
  return {
    documents: how === undefined ? {} : { inspection: document, [how.endpoint]: document },
    claims: document,
    audience,
    scopes: scopeList(facts.get('scopes')) ?? [],
    clientId,
    expiresAt,
    issuedNoEarlierThan: issuedAt === undefined ? undefined : issuedAt - foreignClock,
    authenticatedAt: timeOf(readPointer(document, '/auth_time')),
    bound,
    machine: rule.kind === 'client' || facts.isMachine || rule.machine?.(document) === true,
  };
}

/** Some vendors repeat the token in their answer; what is known of it must not hold it. */
function withoutEcho(document: ProviderDocument, token: string): ProviderDocument {
  const echoes = Object.keys(document).filter((name) => document[name] === token);
  if (echoes.length === 0) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => !echoes.includes(name)));
}

/** The token's times hold now. @returns when it expires, in seconds since the epoch */
function checkTimes(facts: InspectedFacts, minted: LoginToken | undefined, context: ProofContext): number | undefined {
  const { now, skew } = context;
  const trace: Trace = context.trace;
  const within = facts.time('expiresIn');
  const expiresAt = facts.time('expiresAt') ?? (within === undefined ? minted?.expiresAt : now + within);
  if (expiresAt !== undefined)
    trace.demand('expiry', now < expiresAt + skew, 'expired', expiresAt, () => `later than ${Math.floor(now)}`);
  const notBefore = facts.time('notBefore');
  if (notBefore !== undefined) {
    trace.demand('nbf', notBefore <= now + skew, 'not_yet_valid', notBefore, () => `at most ${Math.floor(now)}`);
  }
  return expiresAt;
}
