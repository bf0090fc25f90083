import { boundKey } from '../dpop/confirmation.ts';
import type { CompactToken } from '../internal/compact.ts';
import { readPointer } from '../internal/pointer.ts';
import type { Algorithm, JwtRule } from '../provider/rule.ts';
import { audienceOf, foreignKind, rejected, scopesOf, timeOf } from './claims.ts';
import type { Proof, ProofContext } from './proof.ts';
import type { Trace } from './trace.ts';

/** What is demanded of the claims of a signed access token. */
export type ClaimDemands = Pick<
  JwtRule,
  'audience' | 'binding' | 'clientClaims' | 'clients' | 'idTokenGuard' | 'kind' | 'machine' | 'reject' | 'typ'
>;

const accessTypes = new Set(['at+jwt', 'application/at+jwt']);
const plainTypes = new Set(['', 'jwt', 'application/jwt', ...accessTypes]);

const typeOf = ({ typ }: CompactToken['header']): string =>
  typ === undefined ? '' : typeof typ === 'string' ? typ.toLowerCase() : 'invalid';

/**
 * What can be said of a token before its signature is looked at: algorithm (RFC 8725 §3.1), critical headers (RFC 7515
 * §4.1.11), form (no JWE, no unencoded payload: RFC 7797 §3), type (RFC 8725 §3.11) and times.
 * @throws Refusal with the reason
 */
export function checkBefore(
  { header, claims }: CompactToken,
  algorithms: readonly Algorithm[],
  { trace: noted, now, skew }: ProofContext,
): Algorithm {
  const trace: Trace = noted;
  const algorithm = algorithms.find((allowed) => allowed === header.alg);
  trace.demand('algorithm', algorithm !== undefined, 'bad_signature', header.alg, algorithms);
  trace.demand('critical headers', header.crit === undefined, 'bad_signature', header.crit);
  const isPlain = header.enc === undefined && (header.b64 ?? true) === true;
  trace.demand('form', isPlain, 'bad_signature', header.enc ?? header.b64);
  trace.demand('token type', plainTypes.has(typeOf(header)), 'unrecognised', header.typ, 'at+jwt');
  const expires = timeOf(claims.exp);
  const isLive = expires !== undefined && now < expires + skew;
  trace.demand('expiry', isLive, 'expired', claims.exp, () => `later than ${Math.floor(now)}`);
  for (const name of ['nbf', 'iat'] as const) {
    if (claims[name] === undefined) continue;
    const time = timeOf(claims[name]);
    const isPast = time !== undefined && time <= now + skew;
    trace.demand(name, isPast, 'not_yet_valid', claims[name], () => `at most ${Math.floor(now)}`);
  }
  return algorithm;
}

/**
 * What a token that its issuer signed must say to be an access token for us (RFC 8725 §3.8, RFC 9068 §4).
 * @param own our client id, where the rule lists none @throws Refusal with the reason
 */
export function checkClaims(
  { header, claims }: CompactToken,
  demands: ClaimDemands,
  own: string | undefined,
  { trace: noted, skew }: ProofContext,
): Proof {
  const trace: Trace = noted;
  const isAccessType = accessTypes.has(typeOf(header));
  const bound = boundKey(claims.cnf);
  const kind = foreignKind(claims, bound);
  trace.demand('kind', kind === undefined, kind ?? 'id_token', claims.token_use ?? claims.typ ?? claims.token_type);
  if (demands.idTokenGuard && !isAccessType) {
    const mark = idTokenMark(claims, own === undefined ? demands.clients : [...demands.clients, own], demands.audience);
    trace.demand('not an ID token', mark === undefined, 'id_token', mark);
  }
  if (demands.typ === 'require') trace.demand('RFC 9068 type', isAccessType, 'unrecognised', header.typ, 'at+jwt');
  const rejection = rejected(demands.reject, claims);
  trace.demand('provider rule', rejection === undefined, rejection?.reason ?? 'forbidden', rejection?.claim);

  const audience = audienceOf(claims.aud);
  if (demands.audience.length > 0) {
    const isOurs = audience.some((aud) => demands.audience.includes(aud));
    trace.demand('audience', isOurs, 'wrong_audience', claims.aud, demands.audience);
  }
  const clientId = firstText(claims, demands.clientClaims);
  const clients = demands.clients.length > 0 || own === undefined ? demands.clients : [own];
  if (demands.binding === 'app' || demands.clients.length > 0) {
    trace.demand('client', clientId !== undefined && clients.includes(clientId), 'wrong_app', clientId, clients);
  }
  trace.demand('confirmation', bound !== null, 'unsupported_confirmation');
  const isNamed = typeof claims.sub === 'string' && claims.sub !== '';
  trace.demand('subject', isNamed, 'unrecognised', typeof claims.sub, 'sub');
  const scopes = scopesOf(claims);
  trace.demand('scope', scopes !== undefined, 'unrecognised', scopes ?? 'scope and scp differ');

  const issuedAt = timeOf(claims.iat);
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
    machine:
      demands.kind === 'client' ||
      (clientId !== undefined && claims.sub === clientId) ||
      demands.machine?.(claims) === true,
  };
}

function firstText(claims: CompactToken['claims'], names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
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
