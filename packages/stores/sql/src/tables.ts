/** The tables as Kysely sees them; times are seconds since the epoch. */
export interface Tables {
  readonly schema_migrations: { readonly name: string; readonly applied_at: number };
  /** One row. */
  readonly change_counter: {
    /** Number of the last transaction that changed something; the update of this row orders all writers. */
    readonly latest: number;
    /** Removals up to this number may be gone: who has read less must read everything again. */
    readonly forgotten: number;
  };
  readonly removals: Removal & { readonly removed_at: number };
  readonly revoked_tokens: {
    readonly token_hash: string;
    readonly expires_at: number | null;
    readonly change: number;
  };
  readonly revoked_subjects: {
    readonly provider: string;
    readonly subject: string;
    readonly not_after: number;
    readonly change: number;
  };
  readonly login_tokens: {
    readonly token_hash: string;
    readonly type: 'access' | 'refresh';
    readonly provider: string;
    readonly subject: string | null;
    readonly client: string;
    readonly minted_at: number;
    readonly expires_at: number | null;
    readonly change: number;
  };
  readonly links: {
    readonly directory: string;
    readonly identity: string;
    readonly subject: string;
    readonly user_name: string;
    readonly canonical_user: string;
    readonly created_at: number;
    readonly created_by: 'admin' | 'first-match' | 'self';
    readonly change: number;
  };
}

/** News of a row that is gone, for those who have seen it. */
export interface Removal {
  readonly kind: 'link' | 'revoked_subject';
  /** The columns that named the row, as a JSON array. */
  readonly key: string;
  readonly change: number;
}
