import { ClientError } from '@bearerkit/core/errors';
import { printable } from '../log.ts';

/** A login that did not work: what the page says, and what the log says. */
export class LoginProblem extends Error {
  override readonly name = 'LoginProblem';
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;

  /** @param text for the page */
  constructor(status: number, reason: string, text: string, headers: Readonly<Record<string, string>> = {}) {
    super(text);
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}

const fates: Readonly<Record<string, readonly [status: number, text: string]>> = {
  invalid_grant: [400, 'The provider did not accept the code. Please start again.'],
  unsupported: [404, 'There is no sign-in with this provider.'],
  provider_unreachable: [503, 'The provider can not be reached. Please try again later.'],
  provider_rate_limited: [503, 'The provider asks us to wait. Please try again later.'],
  store_unavailable: [503, 'The sign-in could not be remembered. Please try again later.'],
};

/** What a failure of the provider, or of what we told it, means for the person at the browser. */
export function fromClientError(error: unknown): unknown {
  if (!ClientError.isInstance(error)) return error;
  const [status, text] = fates[error.code] ?? [
    502,
    'The provider refused the sign-in. The log of the gateway says why.',
  ];
  return new LoginProblem(status, printable(error.code, 64), text);
}
