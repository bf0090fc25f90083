import type { Context } from '../internal/context.ts';
import type { Instance } from '../internal/instance.ts';
import { authorize } from './authorize.ts';
import { clientCredentials } from './client-credentials.ts';
import { exchange } from './exchange.ts';
import { refresh } from './refresh.ts';
import { relay } from './relay.ts';
import { revoke } from './revoke.ts';
import type { OAuthClient } from './types.ts';
import { userinfo } from './userinfo.ts';

/** What the verbs share. */
export interface ClientContext {
  readonly instance: Instance;
  readonly context: Context;
  /** Forgets cached refusals: a token just minted may have been refused a moment ago. */
  readonly minted: () => void;
  /** Refuses a token here, after commit. */
  readonly revoke: (what: { readonly token: string }) => Promise<unknown>;
}

/** The OAuth client of one provider: one verb per file. */
export function createClient(
  instance: Instance,
  context: Context,
  more: Pick<ClientContext, 'minted' | 'revoke'>,
): OAuthClient {
  const shared: ClientContext = { instance, context, ...more };
  return {
    authorize: (options) => authorize(shared, options),
    exchange: (options) => exchange(shared, options),
    userinfo: (options) => userinfo(shared, options),
    refresh: (token) => refresh(shared, token),
    revoke: (token) => revoke(shared, token),
    clientCredentials: (options = {}) => clientCredentials(shared, options),
    relay: (request) => relay(shared, request),
  };
}
