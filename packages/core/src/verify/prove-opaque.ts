import { readPointer } from '../internal/pointer.ts';
import type { OpaqueRule } from '../provider/rule.ts';
import { audienceOf, foreignKind, rejected, scopeList, timeOf } from './claims.ts';
import { inspect } from './inspect.ts';
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
  const document = answer ?? nothing;
  const kind = how === undefined || how.how === 'userinfo' ? undefined : foreignKind(document);
  trace.demand('kind', kind === undefined, kind ?? 'refresh_token');
  const rejection = rejected(rule.reject, document);
  trace.demand('provider rule', rejection === undefined, rejection?.reason ?? 'forbidden', rejection?.claim);

  const fact = (name: keyof NonNullable<typeof how>['facts']): unknown => {
    const pointer = how?.facts[name];
    return pointer === undefined ? undefined : readPointer(document, pointer);
  };
  const issuer = fact('issuer');
  const issuers = instance.issuers('issuer');
  if (issuer !== undefined && issuers.length > 0) {
    trace.demand('issuer', issuers.includes(issuer as string), 'unknown_issuer', issuer, issuers);
  }
  const audience = audienceOf(fact('audience'));
  if (rule.audience.length > 0) {
    trace.demand(
      'audience',
      audience.some((aud) => rule.audience.includes(aud)),
      'wrong_audience',
      fact('audience'),
      rule.audience,
    );
  }
  const client = fact('client');
  const clientId = typeof client === 'string' ? client : rule.binding === 'login' ? minted?.client : undefined;
  const ours = rule.clients.length > 0 ? rule.clients : [instance.provider.client?.id ?? ''];
  if (rule.binding === 'app' || rule.clients.length > 0) {
    trace.demand('client', clientId !== undefined && ours.includes(clientId), 'wrong_app', clientId, ours);
  }
  trace.demand('confirmation', readPointer(document, '/cnf') === undefined, 'unsupported_confirmation');
  const expiresAt = expiry(fact('expiresAt'), fact('expiresIn'), now) ?? minted?.expiresAt;
  if (expiresAt !== undefined)
    trace.demand('expiry', now < expiresAt + skew, 'expired', expiresAt, `later than ${Math.floor(now)}`);

  const issuedAt = minted?.mintedAt ?? timeOf(fact('issuedAt'));
  const foreignClock = minted === undefined && issuedAt !== undefined ? skew : 0;
  return {
    documents: how === undefined ? {} : { inspection: document, [how.endpoint]: document },
    claims: document,
    audience,
    scopes: scopeList(fact('scopes')) ?? [],
    clientId,
    expiresAt,
    issuedAt,
    issuedNoEarlierThan: issuedAt === undefined ? undefined : issuedAt - foreignClock,
    authenticatedAt: timeOf(readPointer(document, '/auth_time')),
    machine: rule.kind === 'client' || isMachine(how?.facts.subject, fact('subject'), client),
    now,
  };
}

/** RFC 7662 §2.2, RFC 9068 §2.2: a token without a human names the client as its subject, or no subject at all. */
const isMachine = (asked: string | undefined, subject: unknown, client: unknown): boolean =>
  typeof client === 'string' && asked !== undefined && (subject === client || subject === undefined);

function expiry(at: unknown, within: unknown, now: number): number | undefined {
  const seconds = timeOf(within);
  return timeOf(at) ?? (seconds === undefined ? undefined : now + seconds);
}
