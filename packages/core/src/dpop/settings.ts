import { ConfigurationError } from '../errors/configuration-error.ts';
import { nowSeconds } from '../internal/clock.ts';
import type { JwsVerifier } from '../internal/jws-verifier.ts';
import type { Algorithm } from '../provider/rule.ts';
import { memoryReplayGuard, type ReplayGuard } from '../stores/replay-guard.ts';
import { Nonces } from './nonces.ts';
import { ProofCheck } from './proof.ts';

/** How tokens that are bound to a key are taken (RFC 9449). All have a safe default: `dpop: {}` switches it on. */
export interface DpopSettings {
  /** Takes no other tokens, on any route. @default false */
  readonly required?: boolean | undefined;
  /** Of proofs. @default ES256 ES384 ES512 EdDSA Ed25519 PS256 RS256 */
  readonly algorithms?: readonly Algorithm[] | undefined;
  /** Seconds that a proof may be old, at most 300. @default 60 */
  readonly maxAgeSec?: number | undefined;
  /**
   * Wants a nonce of ours in each proof (RFC 9449 §9), so that none is made ahead; each serves `lifeSec` seconds, and
   * as long again (default 300, from 10 to 3600). Needs `hashKey` where several instances serve one API.
   * @default false
   */
  readonly nonce?: boolean | { readonly lifeSec?: number | undefined } | undefined;
  /** Where used proofs are remembered. @default in memory, which other instances do not see */
  readonly replayGuard?: ReplayGuard | undefined;
}

/** DPoP as one registry does it. */
export interface Dpop {
  readonly isRequired: boolean;
  readonly algorithms: readonly Algorithm[];
  readonly nonces: Nonces | undefined;
  readonly check: ProofCheck;
}

/** What the registry knows besides. */
interface Surroundings {
  readonly resource: string | undefined;
  readonly verifier: JwsVerifier;
  readonly skew: number;
  /** Whether {@link Surroundings.hash} gives the same in every instance. */
  readonly hasHashKey: boolean;
  hash(text: string): string;
}

const usual: readonly Algorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];
const known: readonly string[] = [...usual, 'PS384', 'PS512', 'RS384', 'RS512'];
const names: readonly string[] = [
  'required',
  'algorithms',
  'maxAgeSec',
  'nonce',
  'replayGuard',
] satisfies readonly (keyof DpopSettings)[];

/** @throws ConfigurationError `invalid_options` */
export function createDpop(settings: DpopSettings | undefined, around: Surroundings): Dpop | undefined {
  if (settings === undefined) return undefined;
  if (typeof settings !== 'object' || settings === null)
    throw invalid('', 'must be an object; `dpop: {}` switches it on');
  const { resource, verifier, skew, hasHashKey } = around;
  const { required = false, algorithms = usual, nonce = false, replayGuard = memoryReplayGuard() } = settings;
  const misspelt = Object.keys(settings).find((name) => !names.includes(name));
  if (misspelt !== undefined) throw invalid(misspelt, `does not exist; there are ${names.join(', ')}`);
  // What is no boolean would not be `true`, and so let bearer tokens in.
  if (typeof required !== 'boolean') throw invalid('required', 'must be true or false');
  if (resource === undefined) throw invalid('', 'needs `resource`: a proof names the URL that it was made for');
  const strange = algorithms.find((algorithm) => !known.includes(algorithm));
  if (algorithms.length === 0 || strange !== undefined) {
    throw invalid('algorithms', `has ${strange ?? 'none'}; it may have ${known.join(' ')}`);
  }
  if (nonce !== false && replayGuard.scope === 'shared' && !hasHashKey) {
    throw invalid('nonce', 'needs `hashKey`, the same in every instance: else they refuse the nonces of each other');
  }
  const maxAge = within('maxAgeSec', settings.maxAgeSec ?? 60, 1, 300);
  const lifeSec = within('nonce.lifeSec', lifeOf(nonce), 10, 3600);
  const nonces = nonce === false ? undefined : new Nonces(around.hash, lifeSec);
  const { origin } = new URL(resource);
  const policy = { origin, algorithms, maxAge, skew, nonces, replayGuard, verifier, now: nowSeconds };
  return { isRequired: required, algorithms, nonces, check: new ProofCheck(policy) };
}

/** Seconds that a nonce serves. */
function lifeOf(nonce: NonNullable<DpopSettings['nonce']>): number {
  if (typeof nonce === 'boolean') return 300;
  if (typeof nonce !== 'object' || nonce === null) throw invalid('nonce', 'must be true, false or { lifeSec }');
  const misspelt = Object.keys(nonce).find((name) => name !== 'lifeSec');
  if (misspelt !== undefined) throw invalid(`nonce.${misspelt}`, 'does not exist; there is lifeSec');
  return nonce.lifeSec ?? 300;
}

function within(name: string, value: number, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalid(name, `is ${value}; it must be between ${least} and ${most} seconds`);
}

function invalid(name: string, text: string): ConfigurationError {
  const path = name === '' ? 'dpop' : `dpop.${name}`;
  return new ConfigurationError('invalid_options', `\`${path}\` ${text}`, [path]);
}
