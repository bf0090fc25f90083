import { opaque, type ProviderDocument, tokenInfo } from '@bearerkit/core/provider';
import { person, shortScopes } from './attributes.ts';
import { judgeTokenInfo } from './judge.ts';

/** The rule for opaque access tokens: tokeninfo says to which client one was issued, userinfo who it is. */
export function accessTokens(clients: readonly string[], machines: readonly string[]) {
  return opaque({
    // A service account's `ya29.c.…` has three segments.
    shape: { prefix: 'ya29.', alphabet: 'token68', jwtLooking: true },
    binding: 'app',
    inspect: tokenInfo('tokeninfo', {
      judge: judgeTokenInfo,
      facts: {
        client: (document) => issuedTo(document, clients, machines),
        subject: '/sub',
        expiresAt: '/exp',
        scopes: ({ scope }) => shortScopes(scope),
      },
    }),
    clients: [...clients, ...machines],
    attributes: { from: 'account', ...person, subject: { pointer: '/sub', from: 'inspection' } },
  });
}

/**
 * The client that a token counts as issued to: `aud` and, where it is there, `azp` must both be ours. A service account
 * may stand for itself alone: one that impersonates a user (domain-wide delegation) is nobody's.
 */
function issuedTo(
  { aud, azp = aud, sub }: ProviderDocument,
  clients: readonly unknown[],
  machines: readonly unknown[],
) {
  if (machines.includes(aud)) return azp === aud && sub === aud ? aud : undefined;
  return clients.includes(aud) ? azp : aud;
}
