import { BearerkitError } from '@bearerkit/core/errors';
import type { Link } from './link-store.ts';

/**
 * `unavailable`: the database did not do what was asked, and may do it later; the cause is in `cause`.
 * `newer_schema`: a newer version of this package migrated the database.
 * `invalid_value`: a text that a database would alter while storing it.
 */
export type StoreErrorCode = 'unavailable' | 'newer_schema' | 'invalid_value';

/** The store could not answer; that is never a "no". */
export class StoreError extends BearerkitError {
  declare readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super('StoreError', code, message, cause);
  }

  static override isInstance(error: unknown): error is StoreError {
    return BearerkitError.isInstance(error) && error.name === 'StoreError';
  }
}

/** Thrown by {@link LinkStore.add}: one side is linked already, and the link that holds it was left as it is. */
export class LinkConflictError extends BearerkitError {
  declare readonly code: 'link_conflict';
  /** Which side is taken: the provider's `subject`, else the local `user`. */
  readonly taken: 'subject' | 'user';
  /** The link that is in the way. */
  declare readonly existing: Link;

  constructor(taken: 'subject' | 'user', existing: Link) {
    const { directory, identity, subject, user } = existing;
    const holder = `${quoted(user)} is linked to subject ${quoted(subject)} of ${quoted(identity)}`;
    super(
      'LinkConflictError',
      'link_conflict',
      `that ${taken} is taken: in directory ${quoted(directory)}, ${holder}. Remove that link first`,
    );
    this.taken = taken;
    Object.defineProperty(this, 'existing', { value: existing, enumerable: false });
  }

  static override isInstance(error: unknown): error is LinkConflictError {
    return BearerkitError.isInstance(error) && error.name === 'LinkConflictError';
  }
}

/** Thrown for a local user name that nobody could read back from a screen. */
export class UserNameError extends BearerkitError {
  declare readonly code: 'invalid_user_name';

  constructor(problem: string) {
    super('UserNameError', 'invalid_user_name', `the user name ${problem}`);
  }

  static override isInstance(error: unknown): error is UserNameError {
    return BearerkitError.isInstance(error) && error.name === 'UserNameError';
  }
}

/** Text from outside, made safe for one line of a log. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
