import { randomBytes } from 'node:crypto';
import { createDpop, type Dpop } from '../dpop/settings.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { HttpClient } from '../http/client.ts';
import { defaultClient } from '../http/default-client.ts';
import type { LoginTokenStore } from '../stores/login-token-store.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from '../stores/memory.ts';
import type { RevocationStore } from '../stores/revocation-store.ts';
import type { LogEvent, RegistrySettings } from '../types.ts';
import { isResource } from '../verify/challenge.ts';
import { keyedHash } from './hash.ts';
import type { JwsVerifier } from './jws-verifier.ts';
import { looksLikeJwt } from './looks-like-jwt.ts';
import { pickVerifier } from './pick-verifier.ts';
import { SharedFacts } from './shared-facts.ts';

/** The settings of a registry with their defaults filled in. */
export interface Context {
  readonly resource: string | undefined;
  readonly http: HttpClient;
  readonly verifier: JwsVerifier;
  readonly revocations: RevocationStore;
  readonly loginTokens: LoginTokenStore;
  /** Seconds. */
  readonly cacheSeconds: number;
  /** Seconds. */
  readonly skew: number;
  readonly cacheTokens: number;
  readonly cacheBytes: number;
  /** Seconds. */
  readonly grace: number;
  readonly users: RegistrySettings['users'];
  readonly dpop: Dpop | undefined;
  /** The second level of the facts cache. */
  readonly sharedFacts: SharedFacts | undefined;
  readonly log: (event: LogEvent) => void;
  /** Keyed hash under which a token that we obtained is remembered. */
  hash(token: string): string;
  /**
   * Keyed hash under which a token is revoked: of a signed token without its signature, since an ECDSA signature has a
   * second form that holds as well.
   */
  revocationHash(token: string): string;
}

const settingNames: ReadonlySet<string> = new Set<keyof RegistrySettings>([
  'resource',
  'users',
  'hashKey',
  'revocations',
  'loginTokens',
  'http',
  'cacheSeconds',
  'cacheTokens',
  'cacheBytes',
  'grace',
  'clockToleranceSec',
  'dpop',
  'sharedFacts',
  'log',
]);

/** @throws ConfigurationError for a bad resource, a short key, or a shared store without a key */
export function createContext(settings: RegistrySettings): Context {
  const { resource, revocations, loginTokens, sharedFacts } = settings;
  const fail = (name: string, text: string): never => {
    throw new ConfigurationError('invalid_options', `\`${name}\` ${text}`, [name]);
  };
  const misspelt = Object.keys(settings).find((name) => !settingNames.has(name));
  if (misspelt !== undefined) fail(misspelt, 'does not exist; check its spelling');
  if (resource !== undefined && !isResource(resource))
    fail('resource', 'must be an http(s) URL without a fragment, such as https://api.example.com');
  const given = settings.hashKey;
  const key = given === undefined ? undefined : 'reveal' in given ? new TextEncoder().encode(given.reveal()) : given;
  const outlives = revocations?.scope === 'shared' || loginTokens !== undefined || sharedFacts !== undefined;
  if (key === undefined && outlives) {
    fail(
      'hashKey',
      'is needed with a store that outlives the process: at least 32 random bytes, the same at every start',
    );
  }
  if (key !== undefined && key.length < 32) fail('hashKey', 'must be at least 32 bytes long');
  const hashKey = key ?? randomBytes(32);
  const verifier = pickVerifier();
  const skew = within('clockToleranceSec', settings.clockToleranceSec ?? 30, 120);
  const hash = (token: string) => keyedHash(hashKey, token);
  const cacheSeconds = within('cacheSeconds', settings.cacheSeconds ?? 60, 60);
  const log = quietly(settings.log);
  return {
    resource,
    http: settings.http ?? defaultClient(),
    verifier,
    revocations: revocations ?? memoryRevocationStore(),
    loginTokens: loginTokens ?? memoryLoginTokenStore(),
    cacheSeconds,
    skew,
    cacheTokens: within('cacheTokens', settings.cacheTokens ?? 20_000, 10_000_000, 'tokens'),
    cacheBytes: within(
      'cacheBytes',
      settings.cacheBytes ?? (settings.cacheTokens ?? 20_000) * 2_048,
      Number.MAX_SAFE_INTEGER,
      'bytes',
    ),
    grace: within('grace', settings.grace ?? 0, 300),
    users: settings.users,
    dpop: createDpop(settings.dpop, { resource, verifier, skew, hash, hasHashKey: key !== undefined }),
    sharedFacts: sharedFacts && new SharedFacts(sharedFacts, hashKey, { cacheSeconds, skew, log }),
    log,
    hash,
    revocationHash: (token) => keyedHash(hashKey, looksLikeJwt(token) ? token.slice(0, token.lastIndexOf('.')) : token),
  };
}

function within(name: string, value: number, most: number, unit = 'seconds'): number {
  if (value >= 0 && value <= most) return value;
  throw new ConfigurationError('invalid_options', `\`${name}\` is ${value}; it must be between 0 and ${most} ${unit}`, [
    name,
  ]);
}

/** A log that fails decides about no request, and ends no process: much is logged where nobody waits. */
function quietly(log: RegistrySettings['log']): Context['log'] {
  return (event) => {
    try {
      log?.(event);
    } catch {}
  };
}
