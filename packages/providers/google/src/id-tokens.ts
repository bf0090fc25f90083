import { jwt } from '@bearerkit/core/provider';
import { person } from './attributes.ts';

const common = { algorithms: ['RS256'], jwks: 'jwks', idTokenGuard: false } as const;

/**
 * The rules for ID tokens. Any service account can make one with any `aud`, so that `azp` must be a client of ours too;
 * those of listed ones are known by `sub`, since their `azp` is an e-mail address or an id.
 */
export function idTokens(clients: readonly string[], machines: readonly string[], domains?: readonly string[]) {
  const people = jwt({
    ...common,
    audience: clients,
    clients,
    clientClaims: ['azp'],
    when: (_header, { sub }) => !machines.some((machine) => machine === sub),
    reject: domains === undefined ? [] : [{ claim: '/hd', noneOf: domains, reason: 'forbidden' }],
    attributes: { from: 'claims', subject: '/sub', ...person },
  });
  const robots = jwt({
    ...common,
    audience: clients,
    clients: machines,
    clientClaims: ['sub'],
    kind: 'client',
    attributes: { from: 'claims', subject: '/sub' },
  });
  return machines.length === 0 ? [people] : [people, robots];
}
