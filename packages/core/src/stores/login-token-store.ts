/** A token that our own client obtained, remembered by keyed hash. */
export interface LoginToken {
  readonly tokenHash: string;
  readonly type: 'access' | 'refresh';
  /** Provider identity (not the registry key). */
  readonly provider: string;
  /** Absent until the first proof learns it. */
  readonly subject?: string | undefined;
  /** Our client id at the provider. */
  readonly client: string;
  /** Seconds since the epoch. */
  readonly mintedAt: number;
  /** Seconds since the epoch; absent when the provider does not say. */
  readonly expiresAt?: number | undefined;
}

/**
 * Where minted tokens are remembered. `find` is synchronous, over a view in memory, because recognising a token makes
 * no call; `add` resolves after commit.
 */
export interface LoginTokenStore {
  /** False until the view was filled once; until then the registry answers 503. */
  readonly ready: boolean;
  find(tokenHash: string): LoginToken | undefined;
  /** Commits all or none, then shows them in the view. */
  add(tokens: readonly LoginToken[]): Promise<void>;
  /** Fills in a subject that was pending. */
  setSubject(tokenHash: string, subject: string): Promise<void>;
  /** Takes in what others wrote since the last call. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
