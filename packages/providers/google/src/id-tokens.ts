import { jwt } from '@bearerkit/core/provider';
import { person } from './attributes.ts';

const common = {
  algorithms: ['RS256'],
  jwks: 'jwks',
  idTokenGuard: false,
} as const;

/**
 * The rules for ID tokens. Any service account can make one with any `aud`, so that `azp` must be a client of ours too;
 * those of listed ones are known by `sub`, since their `azp` is an e-mail address or an id.
 *
 * @see https://developers.google.com/identity/openid-connect/reference
 */
export function idTokens(
  clients: readonly string[],
  machines: readonly string[],
  domains: readonly string[] | undefined,
) {
  const isMachine = (claims: Readonly<Record<string, unknown>>) => machines.includes(claims.sub as string);
  const ofMachines = jwt({
    ...common,
    audience: clients,
    clients: machines,
    clientClaims: ['sub'],
    when: (_header, claims) => isMachine(claims),
    kind: 'client',
    attributes: { from: 'claims', subject: '/sub' },
  });
  const ofPeople = jwt({
    ...common,
    audience: clients,
    clients,
    clientClaims: ['azp'],
    when: (_header, claims) => !isMachine(claims),
    reject: domains === undefined ? [] : [{ claim: '/hd', noneOf: domains, reason: 'forbidden' }],
    attributes: { from: 'claims', subject: '/sub', ...person },
  });
  return [ofMachines, ofPeople];
}
