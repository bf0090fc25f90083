import { ClientError } from '../errors/client-error.ts';
import type { LoginToken } from '../stores/login-token-store.ts';
import type { ClientContext } from './client.ts';
import type { Tokens } from './types.ts';

/** Remembers tokens that we obtained, before anybody gets them: that memory is what proves them ours. */
export async function remember(
  { instance, context, minted: told }: ClientContext,
  tokens: Tokens,
  mintedAt: number,
): Promise<Tokens> {
  const { provider } = instance;
  const stands = provider.relay !== undefined || provider.accepts.some(({ binding }) => binding === 'login');
  if (!stands || provider.client === undefined) return tokens;
  const { accessToken, refreshToken, expiresAt } = tokens;
  const common = { provider: provider.identity, client: provider.client.id, mintedAt };
  const minted: LoginToken[] = [{ ...common, type: 'access', tokenHash: context.hash(accessToken), expiresAt }];
  if (refreshToken !== undefined) minted.push({ ...common, type: 'refresh', tokenHash: context.hash(refreshToken) });
  await context.loginTokens.add(minted);
  told();
  return tokens;
}

/**
 * Whether a refresh token is one that our own client obtained from this provider, and nobody revoked.
 * @throws ClientError `store_unavailable` while that can not be told
 */
export function isOurRefreshToken({ instance, context }: ClientContext, token: string): boolean {
  const { loginTokens, revocations } = context;
  if (!loginTokens.ready || !revocations.ready) throw new ClientError('store_unavailable', 'the stores are not filled');
  const known = loginTokens.find(context.hash(token));
  const { identity, client } = instance.provider;
  if (known?.type !== 'refresh' || known.provider !== identity || known.client !== client?.id) return false;
  return !revocations.refused(context.revocationHash(token), identity, known.subject, known.mintedAt);
}
