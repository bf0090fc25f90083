export { LinkConflictError, StoreError, type StoreErrorCode, UserNameError } from './errors.ts';
export type { Link, LinkStore, NewLink } from './link-store.ts';
export { openSqlStores, type SqlStores, type SqlStoresOptions } from './open-sql-stores.ts';
export { canonicalUserName } from './user-name.ts';
