import { constants, createHash, type KeyObject, sign } from 'node:crypto';
import { claimsOf, type TokenParts } from './claims.ts';
import { accounts, tenants } from './directory.ts';
import type { AzureAdKeyUse } from './keys.ts';
import type { State } from './state.ts';

type Members = Readonly<Record<string, unknown>>;

/** Which token to make; nothing named is an access token of the member, for our API through our client. */
export interface AzureAdTokenRequest extends Partial<TokenParts> {
  /** Laid over the claims; `undefined` leaves one out. */
  readonly claims?: Members | undefined;
  /** Laid over the header. */
  readonly header?: Members | undefined;
  /** Whose key signs. @default that of the tenant */
  readonly key?: AzureAdKeyUse | undefined;
  /** Seconds; a negative number makes one that has ended. @default 3600 to 5400 */
  readonly lifeSeconds?: number | undefined;
}

/** Makes a token and signs it. */
export function mint(state: State, request: AzureAdTokenRequest = {}): string {
  const { apps, clock, keys, nextId } = state;
  const { kind = 'user', tenant = tenants.home, version = state.version } = request;
  const isApp = kind !== 'user' && kind !== 'graph' && kind !== 'id';
  const { client = isApp ? apps.daemon : apps.client, account = accounts.member } = request;
  const { audience = version === 1 ? (apps.api.uri ?? '') : apps.api.id, scope = 'access_as_user' } = request;
  const { lifeSeconds = 3600 + (Number.parseInt(nextId(4), 16) % 1800) } = request;
  const { key: use = tenant === tenants.personal ? 'consumers' : 'tenants' } = request;
  const [key] = keys[use];
  if (key === undefined) throw new TypeError(`There is no key for ${use}`);
  const now = Math.floor(clock.now() / 1000);
  const times = {
    iat: Math.min(now, now + lifeSeconds),
    nbf: Math.min(now, now + lifeSeconds),
    exp: now + lifeSeconds,
  };
  const parts = { kind, version, tenant, client, account, audience, scope };
  const claims = { ...claimsOf(state, parts), ...times, ...request.claims };
  const nonce = kind === 'graph' ? { nonce: nextId() } : {};
  const isOld = version === 1 || kind === 'graph' || kind === 'managed-identity';
  const header = {
    typ: 'JWT',
    alg: 'RS256',
    kid: key.kid,
    ...(isOld ? { x5t: key.kid } : {}),
    ...nonce,
    ...request.header,
  };
  return signed(header, claims, (text) => signature(String(header.alg), Buffer.from(text), key.privateKey));
}

/** Signs as `alg` says, of RSA; anything else is signed as RS256. */
function signature(algorithm: string, text: Buffer, key: KeyObject): Buffer {
  const hash = /^[RP]S(256|384|512)$/.exec(algorithm)?.[1] ?? '256';
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return sign(`sha${hash}`, text, { key, ...(algorithm.startsWith('PS') ? pss : {}) });
}

/** Signs; a nonce in the header counts by its hash, so that whoever checks what is there finds the signature wrong. */
function signed(header: Members, claims: Members, by: (text: string) => Buffer): string {
  const encode = (part: Members) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const { nonce } = header;
  const hashed = typeof nonce === 'string' ? { nonce: createHash('sha256').update(nonce).digest('base64url') } : {};
  const proof = by(`${encode({ ...header, ...hashed })}.${encode(claims)}`);
  return `${encode(header)}.${encode(claims)}.${proof.toString('base64url')}`;
}
