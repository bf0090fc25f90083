import type { IncomingMessage } from 'node:http';
import type { Auth, Requirements } from '@bearerkit/core';
import { AuthError } from '@bearerkit/core/errors';
import { toRequestLike } from '@bearerkit/node';
import type { GatewayRegistry } from '../../runtime.ts';

/**
 * Who presents the request's token, by what the route demands; from memory where that suffices.
 * @throws AuthError
 */
export async function authenticate(
  registry: GatewayRegistry,
  request: IncomingMessage,
  requirements: Requirements,
): Promise<Auth<string, undefined>> {
  const question = toRequestLike(request);
  const known = registry.peek(question, requirements);
  if (AuthError.isInstance(known)) throw known;
  return known ?? registry.verify(question, requirements);
}
