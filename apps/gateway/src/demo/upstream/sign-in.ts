import { type AssertionOptions, createAssertionCheck } from './assertion.ts';
import type { Call } from './server.ts';
import { findUser, type LocalUser } from './user.ts';

/** Who a request comes from. */
export type Visitor =
  | { readonly outcome: 'user'; readonly user: LocalUser }
  | { readonly outcome: 'anonymous' }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Makes the door of a product that trusts assertions alone. A cookie means nothing to it. A credential of the client
 * is refused, also beside a good assertion: a request has one identity.
 */
export function createSignIn(options: AssertionOptions, users: readonly LocalUser[]): (call: Call) => Promise<Visitor> {
  const header = options.header?.toLowerCase() ?? 'x-bearerkit-assertion';
  const check = createAssertionCheck(options);
  return async ({ headers, query }) => {
    if (headers.authorization !== undefined) return refused('an Authorization header arrived');
    if (query.has('os_username') || query.has('os_password')) return refused('os_username or os_password arrived');
    const assertion = headers[header];
    if (assertion === undefined) return { outcome: 'anonymous' };
    try {
      const user = findUser(users, await check(String(assertion)));
      if (user === undefined) return refused('no such user');
      return user.active ? { outcome: 'user', user } : refused('the user is inactive');
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error));
    }
  };
}

function refused(reason: string): Visitor {
  return { outcome: 'refused', reason };
}
