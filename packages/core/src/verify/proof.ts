import type { JwsVerifier } from '../internal/jws-verifier.ts';
import type { ProviderDocument } from '../provider/inspection.ts';
import type { Trace } from './trace.ts';

/** What a proof needs besides the token. */
export interface ProofContext {
  readonly trace: Trace;
  readonly verifier: JwsVerifier;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds of clock difference to tolerate. */
  readonly skew: number;
}

/** What a proof found: the documents to map, and what they say of the token. */
export interface Proof {
  /** By name: `claims`, `inspection`, or an endpoint's. */
  readonly documents: Readonly<Record<string, ProviderDocument>>;
  readonly claims: ProviderDocument;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId: string | undefined;
  readonly expiresAt: number | undefined;
  /** Issue time for subject revocations, with the skew of a foreign clock taken off. */
  readonly issuedNoEarlierThan: number | undefined;
  readonly authenticatedAt: number | undefined;
  /** Thumbprint of the key that the token is bound to (RFC 9449 §6). */
  readonly bound: string | undefined;
  readonly machine: boolean;
}
