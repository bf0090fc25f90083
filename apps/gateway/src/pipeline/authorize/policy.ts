import { AuthError } from '@bearerkit/core/errors';
import type { GatewayConfig } from '../../config/config.ts';

/** The operator's switch. @throws AuthError `disabled` for every route that is not public, whatever the token */
export function checkPolicy({ enabled }: GatewayConfig['policy']): void {
  if (!enabled) throw new AuthError('disabled');
}
