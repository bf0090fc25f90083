import { createHmac } from 'node:crypto';
import type { GithubState } from './state.ts';
import { accountSummary } from './user.ts';

/** A webhook delivery, as it would be posted. */
export interface GithubDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `github_app_authorization`, when somebody takes back what they granted to a GitHub App: it names no token. */
export function revokedDelivery(state: GithubState, account: number, secret: string): GithubDelivery {
  const found = state.accounts.get(account);
  if (found === undefined) throw new RangeError(`There is no account ${account}; use accounts.add`);
  const body = JSON.stringify({ action: 'revoked', sender: accountSummary(found) });
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'github_app_authorization',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  };
}
