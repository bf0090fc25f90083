import { canonicalUserName, UserNameError } from '@bearerkit/store-sql';

/** The form under which two spellings are one user; `undefined` for what can not be a user name. */
export function canonicalOrUndefined(name: string): string | undefined {
  try {
    return canonicalUserName(name);
  } catch (error) {
    if (UserNameError.isInstance(error)) return undefined;
    throw error;
  }
}

/** Whether a text can be a user name. */
export const isUserName = (name: string): boolean => canonicalOrUndefined(name) !== undefined;
