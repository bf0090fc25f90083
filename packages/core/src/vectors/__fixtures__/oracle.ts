/** What is asked of a token, as plain data. */
export interface Question {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Algorithm of the key that signed. */
  readonly signedWith: string;
  readonly demands: {
    readonly issuer: string;
    readonly audience: string | readonly string[];
    readonly algorithms?: readonly string[] | undefined;
    readonly typ?: string | undefined;
    readonly clockToleranceSec?: number | undefined;
    readonly now: number;
  };
}

type Members = Readonly<Record<string, unknown>>;
type Demands = Question['demands'];

/** What is undefined is not in the token. */
const written = (members: Members): Members => JSON.parse(JSON.stringify(members));
const has = (members: Members, name: string): boolean => Object.keys(members).includes(name);

/** Slow, one sentence of a standard after the other; it shares no line with what it judges. */
export function shouldAccept({ header, claims, signedWith, demands }: Question): boolean {
  const [head, body] = [written(header), written(claims)];
  return (
    body.iss === demands.issuer &&
    keyIsRight(head, signedWith, demands) &&
    typeIsRight(typeOf(head), demands) &&
    timesAreRight(body, demands) &&
    isForUs(body, demands) &&
    isNoOtherKind(body) &&
    (typeOf(head) === 'at+jwt' || !looksLikeIdToken(body)) &&
    scopesAgree(body)
  );
}

/** RFC 8725 §3.1, RFC 7515 §4.1.4 and §4.1.11; the id of each key is an algorithm it is for. */
function keyIsRight(header: Members, signedWith: string, demands: Demands): boolean {
  if (has(header, 'crit')) return false;
  // RFC 9864 §2.2: two names for one algorithm.
  const names = signedWith === 'ES256' ? ['ES256'] : ['EdDSA', 'Ed25519'];
  const allowed = demands.algorithms === undefined ? names : names.filter((name) => demands.algorithms?.includes(name));
  if (!allowed.some((name) => name === header.alg)) return false;
  if (has(header, 'kid')) return header.kid === signedWith;
  // Without an id only one key may fit, and the two others are of one type.
  return signedWith === 'ES256';
}

function typeOf(header: Members): string {
  if (!has(header, 'typ')) return 'none';
  if (typeof header.typ !== 'string') return 'invalid';
  if (header.typ === '') return 'none';
  const type = header.typ.toLowerCase();
  return type.startsWith('application/') ? type.slice('application/'.length) : type;
}

/** RFC 8725 §3.11, RFC 9068 §4 */
function typeIsRight(type: string, demands: Demands): boolean {
  if (demands.typ === 'require' || demands.typ === 'at+jwt') return type === 'at+jwt';
  if (demands.typ === 'JWT') return type === 'jwt';
  return ['none', 'jwt', 'at+jwt'].includes(type);
}

/** RFC 7519 §4.1.4 to §4.1.6 */
function timesAreRight(claims: Members, { now, clockToleranceSec }: Demands): boolean {
  const tolerance = clockToleranceSec === undefined ? 30 : clockToleranceSec;
  const isTime = (value: unknown): value is number =>
    typeof value === 'number' && value >= 0 && value < 100_000_000_000;
  if (!isTime(claims.exp)) return false;
  if (now >= claims.exp + tolerance) return false;
  for (const start of [claims.nbf, claims.iat]) {
    if (start === undefined) continue;
    if (!isTime(start)) return false;
    if (start > now + tolerance) return false;
  }
  return true;
}

function audiencesOf({ aud }: Members): unknown[] {
  if (typeof aud === 'string') return [aud];
  return Array.isArray(aud) ? aud : [];
}

/** RFC 7519 §4.1.3, RFC 9068 §2.2 */
function isForUs(claims: Members, demands: Demands): boolean {
  const named = audiencesOf(claims);
  if (named.some((one) => typeof one !== 'string')) return false;
  const wanted: readonly unknown[] = typeof demands.audience === 'string' ? [demands.audience] : demands.audience;
  if (!named.some((one) => wanted.includes(one))) return false;
  return typeof claims.sub === 'string' && claims.sub.length > 0;
}

/** RFC 7800, RFC 8705 §3, RFC 9449 §6; other tokens by their own word; OpenID Connect Back-Channel Logout §2.4 */
function isNoOtherKind(claims: Members): boolean {
  if (has(claims, 'cnf') || has(claims, 'events')) return false;
  const others = ['id', 'id_token', 'refresh', 'refresh_token', 'offline', 'logout', 'dpop'];
  for (const word of [claims.token_use, claims.typ, claims.token_type]) {
    if (typeof word === 'string' && others.includes(word.toLowerCase())) return false;
  }
  return true;
}

/** OpenID Connect Core §2 and §3.1.3.6 */
function looksLikeIdToken(claims: Members): boolean {
  const hasAny = (...names: string[]): boolean => names.some((name) => has(claims, name));
  if (hasAny('nonce', 'at_hash', 'c_hash')) return true;
  const audiences = audiencesOf(claims);
  const isForClient = audiences.length === 1 && audiences[0] === claims.azp;
  return isForClient && !hasAny('scope', 'scp', 'client_id') && hasAny('auth_time', 'acr', 'amr');
}

/** RFC 9068 §2.2.3: two names for scopes must not contradict each other. */
function scopesAgree(claims: Members): boolean {
  const scopesIn = (value: unknown): string | undefined => {
    if (typeof value === 'string') return value.split(' ').filter(Boolean).sort().join(' ');
    if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) return undefined;
    return [...value].sort().join(' ');
  };
  const [scope, scp] = [scopesIn(claims.scope), scopesIn(claims.scp)];
  return scope === undefined || scp === undefined || scope === scp;
}
