import { AuthError, type ProviderRegistry } from '@bearerkit/core';

/** A request with a token (RFC 6750 §2.1), as a registry reads it. */
export const bearer = (token: string): { readonly headers: { readonly authorization: string } } => ({
  headers: { authorization: `Bearer ${token}` },
});

/**
 * What a registry makes of a token: the subject that it lets in, or `<status> <reason>` of its refusal.
 *
 * @throws what is no `AuthError`: a mistake in the configuration, or in the test
 */
export async function outcome(registry: Pick<ProviderRegistry, 'verify'>, token: string): Promise<string> {
  try {
    return (await registry.verify(bearer(token))).subject;
  } catch (error) {
    if (!AuthError.isInstance(error)) throw error;
    return `${error.status} ${error.reason}`;
  }
}
