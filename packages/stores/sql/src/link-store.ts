/** A person at a provider, and who that is here. */
export interface Link {
  /** Name of the directory of local users. */
  readonly directory: string;
  /** Provider identity (not the registry key). */
  readonly identity: string;
  readonly subject: string;
  /** Name of the local user, as it was spelled when linked. */
  readonly user: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly createdBy: 'admin' | 'first-match' | 'self';
}

/** A {@link Link} to be made; `createdAt` defaults to now. */
export type NewLink = Omit<Link, 'createdAt'> & { readonly createdAt?: number | undefined };

/**
 * Who is who. Within a directory and a provider identity a subject has one user and a user one subject; users are
 * compared by `canonicalUserName`, all else byte by byte. Answers come from a view in memory; changes resolve after
 * commit.
 */
export interface LinkStore {
  /** False while the view may be older than 5 s; do not decide by it then. */
  readonly ready: boolean;
  /** Counts up at every change of the view. */
  readonly epoch: number;
  find(directory: string, identity: string, subject: string): Link | undefined;
  /** The links of one directory, or all, oldest first. */
  list(directory?: string): readonly Link[];
  /**
   * @throws LinkConflictError when one side is taken, also by this very link
   * @throws UserNameError for a user name that can not be told apart by eye
   * @throws StoreError when the database can not be written
   */
  add(link: NewLink): Promise<void>;
  /** Resolves to false when there was no such link. @throws StoreError when the database can not be written */
  remove(directory: string, identity: string, subject: string): Promise<boolean>;
  /** Takes in what others wrote since the last call. @throws StoreError when the database can not be read */
  refresh(): Promise<void>;
}
