import { boundKey } from '../dpop/confirmation.ts';
import { chain } from '../internal/chain.ts';
import type { CompactToken } from '../internal/compact.ts';
import type { PublicJwk } from '../internal/key-policy.ts';
import { readPointer } from '../internal/pointer.ts';
import type { JwtRule } from '../provider/rule.ts';
import { audienceOf, foreignKind, rejected, scopesOf, timeOf } from './claims.ts';
import type { Proof, ProofContext } from './proof.ts';
import type { Recognised } from './recognise.ts';
import type { Trace } from './trace.ts';

const accessTypes = new Set(['at+jwt', 'application/at+jwt']);
const plainTypes = new Set(['', 'jwt', 'application/jwt', ...accessTypes]);

/** Proves a signed access token (RFC 7519, RFC 8725, RFC 9068). @throws Refusal with the reason */
export function proveJwt(
  found: Recognised,
  rule: JwtRule,
  compact: CompactToken,
  context: ProofContext,
): Proof | Promise<Proof> {
  const trace: Trace = context.trace;
  const { header, claims } = compact;
  trace.demand('issuer', found.issuer !== undefined, 'unknown_issuer', claims.iss);
  const algorithm = rule.algorithms.find((allowed) => allowed === header.alg);
  trace.demand('algorithm', algorithm !== undefined, 'bad_signature', header.alg, rule.algorithms);
  trace.demand('critical headers', header.crit === undefined, 'bad_signature', header.crit);
  const type = header.typ === undefined ? '' : typeof header.typ === 'string' ? header.typ.toLowerCase() : 'invalid';
  const isAccessType = accessTypes.has(type);
  trace.demand('token type', plainTypes.has(type), 'unrecognised', header.typ, 'at+jwt');
  times(claims, context);
  const keys = found.instance.jwks(found.issuer ?? '');
  const key = trace.step(
    'key',
    () => keys.known(header.kid, algorithm) ?? keys.find(header.kid, algorithm, timeOf(claims.iat)),
  );
  const check = (jwk: PublicJwk) =>
    trace.step('key can be used', () => context.verifier.verify(compact, algorithm, jwk));
  return chain(chain(key, check), (holds) => {
    trace.demand('signature', holds, 'bad_signature');
    return checkClaims(found, rule, compact, isAccessType, context);
  });
}

/** What a token that its issuer signed must say to be an access token for us. */
function checkClaims(
  found: Recognised,
  rule: JwtRule,
  { header, claims }: CompactToken,
  isAccessType: boolean,
  { trace: noted, skew }: ProofContext,
): Proof {
  const trace: Trace = noted;
  const own = found.instance.provider.client?.id;
  const bound = boundKey(claims.cnf);
  const kind = foreignKind(claims, bound);
  trace.demand('kind', kind === undefined, kind ?? 'id_token', claims.token_use ?? claims.typ ?? claims.token_type);
  if (rule.idTokenGuard && !isAccessType) {
    const mark = idTokenMark(claims, own === undefined ? rule.clients : [...rule.clients, own], rule.audience);
    trace.demand('not an ID token', mark === undefined, 'id_token', mark);
  }
  if (rule.typ === 'require') trace.demand('RFC 9068 type', isAccessType, 'unrecognised', header.typ, 'at+jwt');
  const rejection = rejected(rule.reject, claims);
  trace.demand('provider rule', rejection === undefined, rejection?.reason ?? 'forbidden', rejection?.claim);

  const audience = audienceOf(claims.aud);
  if (rule.audience.length > 0) {
    trace.demand(
      'audience',
      audience.some((aud) => rule.audience.includes(aud)),
      'wrong_audience',
      claims.aud,
      rule.audience,
    );
  }
  const clientId = [claims.client_id, claims.azp].find((value) => typeof value === 'string') as string | undefined;
  const clients = rule.clients.length > 0 || own === undefined ? rule.clients : [own];
  if (rule.binding === 'app' || rule.clients.length > 0) {
    trace.demand('client', clientId !== undefined && clients.includes(clientId), 'wrong_app', clientId, clients);
  }
  trace.demand('confirmation', bound !== null, 'unsupported_confirmation');
  trace.demand(
    'subject',
    typeof claims.sub === 'string' && claims.sub !== '',
    'unrecognised',
    typeof claims.sub,
    'sub',
  );
  const issuedAt = timeOf(claims.iat);
  const scopes = scopesOf(claims);
  trace.demand('scope', scopes !== undefined, 'unrecognised', 'scope and scp differ');

  return {
    documents: { claims },
    claims,
    audience,
    scopes,
    clientId,
    expiresAt: timeOf(claims.exp),
    // The issuer's clock may run ahead of the one that writes revocations.
    issuedNoEarlierThan: issuedAt === undefined ? undefined : issuedAt - skew,
    authenticatedAt: timeOf(claims.auth_time),
    bound,
    machine: rule.kind === 'client' || (clientId !== undefined && claims.sub === clientId),
  };
}

function times(claims: CompactToken['claims'], context: ProofContext): void {
  const { now, skew } = context;
  const trace: Trace = context.trace;
  const expires = timeOf(claims.exp);
  trace.demand(
    'expiry',
    expires !== undefined && now < expires + skew,
    'expired',
    claims.exp,
    () => `later than ${Math.floor(now)}`,
  );
  for (const name of ['nbf', 'iat'] as const) {
    if (claims[name] === undefined) continue;
    const time = timeOf(claims[name]);
    trace.demand(
      name,
      time !== undefined && time <= now + skew,
      'not_yet_valid',
      claims[name],
      () => `at most ${Math.floor(now)}`,
    );
  }
}

/** The claim that betrays an ID token (OIDC Core §2, §3.1.3.6), where nothing marks an access token. */
function idTokenMark(
  claims: CompactToken['claims'],
  ours: readonly string[],
  audience: readonly string[],
): string | undefined {
  const sign = ['nonce', 'at_hash', 'c_hash'].find((name) => claims[name] !== undefined);
  if (sign !== undefined) return sign;
  const access = ['scope', 'scp', 'client_id'].some((name) => claims[name] !== undefined);
  const [aud, ...others] = audienceOf(readPointer(claims, '/aud'));
  const forClient = aud !== undefined && others.length === 0 && (ours.includes(aud) || aud === claims.azp);
  if (access || !forClient) return undefined;
  // Issued to our client as its audience, and that is not what this API is called.
  if (!audience.includes(aud)) return 'aud';
  return ['auth_time', 'acr', 'amr'].find((name) => claims[name] !== undefined);
}
