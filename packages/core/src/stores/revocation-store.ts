/** What was revoked: one token, or everything that a subject obtained up to an instant. */
export type Revocation =
  | {
      /** Keyed hash of the token. */
      readonly tokenHash: string;
      /** Seconds since the epoch after which the row may go; absent: kept for ever. */
      readonly expiresAt?: number | undefined;
    }
  | {
      /** Provider identity (not the registry key). */
      readonly provider: string;
      readonly subject: string;
      /** Seconds since the epoch: tokens issued at or before it are refused, and so are tokens with no issue time. */
      readonly notAfter: number;
    };

/**
 * Where revocations are kept. `refused` is synchronous, over a view in memory, because it runs on every request; `add`
 * resolves after commit; `refresh` fills the view from the store.
 */
export interface RevocationStore {
  /** `process`: forgotten at restart and unknown to other instances. */
  readonly scope: 'process' | 'shared';
  /** Counts up at every change of the view, so that a cache entry compares one integer. */
  readonly epoch: number;
  /** False until the view was filled once; until then the registry answers 503. */
  readonly ready: boolean;
  /** True while nothing at all is revoked: spares the hash of each token. @default unknown */
  readonly isEmpty?: boolean;
  /**
   * True when the token is refused.
   * @param issuedAt seconds since the epoch; `undefined` when unknown, which a subject revocation refuses
   */
  refused(tokenHash: string, provider: string, subject: string | undefined, issuedAt: number | undefined): boolean;
  /** Commits, then shows it in the view. */
  add(revocation: Revocation): Promise<void>;
  /** Lifts the revocation of a subject. */
  lift(provider: string, subject: string): Promise<void>;
  /** Takes in what others wrote since the last call. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
