import { nowSeconds } from '../internal/clock.ts';
import { SingleFlight } from '../internal/single-flight.ts';
import type { ClientContext } from './client.ts';
import { remember } from './mint.ts';
import { requestTokens } from './token-request.ts';
import type { Tokens } from './types.ts';

const flights = new WeakMap<object, SingleFlight<Tokens>>();

/**
 * Refreshes (RFC 6749 §6). Two calls with one refresh token at the same time are one request, since many providers let
 * it be used once. The refresh token may have changed: store what comes back. @throws ClientError
 */
export function refresh(shared: ClientContext, refreshToken: string): Promise<Tokens> {
  const flight = flights.get(shared.instance) ?? new SingleFlight<Tokens>();
  flights.set(shared.instance, flight);
  return flight.run(refreshToken, async () => {
    const begun = nowSeconds();
    const tokens = await requestTokens(shared, { grant_type: 'refresh_token', refresh_token: refreshToken });
    // A refreshed token is as old as its sign-in: what was revoked in between stays revoked.
    const { loginTokens, hash } = shared.context;
    return remember(shared, tokens, loginTokens.find(hash(refreshToken))?.mintedAt ?? begun);
  });
}
