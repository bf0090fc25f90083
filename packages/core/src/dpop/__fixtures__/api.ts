import { AuthError } from '../../errors/auth-error.ts';
import type { ProviderRegistry, RequestLike, Requirements } from '../../types.ts';
import { origin } from './client.ts';

/** Why a request was refused; `undefined` when it was let in. */
export async function refusal(
  registry: ProviderRegistry<'a'>,
  request: RequestLike,
  demands: Requirements<'a'> = {},
): Promise<AuthError | undefined> {
  try {
    await registry.verify(request, demands);
    return undefined;
  } catch (error) {
    if (AuthError.isInstance(error)) return error;
    throw error;
  }
}

/** The reason, or `ok`. */
export const reasonOf = async (...question: Parameters<typeof refusal>): Promise<string> =>
  (await refusal(...question))?.reason ?? 'ok';

/** A challenge of this API, with these parameters between its realm and its metadata. */
export const challengeOf = (scheme: 'Bearer' | 'DPoP', more = ''): string =>
  `${scheme} realm="api.example.com", ${more}resource_metadata="${origin}/.well-known/oauth-protected-resource"`;
