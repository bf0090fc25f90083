import { createHmac } from 'node:crypto';
import type { CallClient } from '@bearerkit/core/provider';

/**
 * Shows Facebook that we hold the secret of the app that a token was issued to: for any other app's token it refuses.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export const appSecretProof = (token: string, { secret }: CallClient): Readonly<Record<string, string>> => ({
  appsecret_proof: createHmac('sha256', secret?.reveal() ?? '')
    .update(token)
    .digest('hex'),
});
