import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Candidate, RuleIndex } from './recognise.ts';
import { overlap } from './shapes.ts';

/**
 * Refuses an `accept` set in which one token could belong to two instances at the same rank: the same prefix, the same
 * issuer, or shapes with a common token. Tokens that we minted
 * name their client, so two instances of one client can not be told apart.
 * @throws ConfigurationError `ambiguous_providers`, naming both
 */
export function checkOverlap(index: RuleIndex, accept: ReadonlySet<string> | undefined): void {
  const admitted = <C extends Candidate>(candidates: readonly C[]) =>
    candidates.filter(({ instance }) => accept?.has(instance.key) ?? true);
  for (const [issuer, candidates] of index.issuers) {
    const rules = admitted(candidates);
    clash(
      rules[0],
      rules.find(({ instance }) => instance !== rules[0]?.instance),
      `the same issuer ${issuer}`,
    );
  }
  for (const [one, other] of pairs(admitted(index.prefixes))) {
    if (one.shape.prefix === other.shape.prefix) clash(one, other, `the same prefix ${one.shape.prefix}`);
  }
  for (const [one, other] of pairs(admitted(index.shapes))) {
    if (overlap(one.shape, other.shape)) clash(one, other, 'tokens of the same shape');
  }
  for (const [one, other] of pairs(admitted(index.minted))) {
    if (owner(one) === owner(other)) clash(one, other, 'the tokens that we obtain with the same client id');
  }
}

/** Whom a minted token is remembered to be of. */
const owner = ({ instance: { provider } }: Candidate) => JSON.stringify([provider.identity, provider.client?.id]);

function clash(one: Candidate | undefined, other: Candidate | undefined, what: string): void {
  if (one === undefined || other === undefined || one.instance === other.instance) return;
  const [a, b] = [one.instance.key, other.instance.key];
  throw new ConfigurationError(
    'ambiguous_providers',
    `\`${a}\` and \`${b}\` both take ${what}, so a token of one could be sent to the other: accept only one of them on a route`,
    [b],
  );
}

function* pairs<T>(items: readonly T[]): Generator<readonly [T, T]> {
  for (const [at, one] of items.entries()) for (const other of items.slice(at + 1)) yield [one, other];
}
