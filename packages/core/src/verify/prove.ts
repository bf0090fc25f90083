import { chain } from '../internal/chain.ts';
import { deepFreeze } from '../internal/freeze.ts';
import { intern } from '../internal/intern.ts';
import { Refusal } from '../internal/refusal.ts';
import { checkSubjects, completeDocuments } from './documents.ts';
import type { TokenFacts } from './facts.ts';
import { mapAttributes } from './map.ts';
import type { Proof, ProofContext } from './proof.ts';
import { proveJwt } from './prove-jwt.ts';
import { proveOpaque } from './prove-opaque.ts';
import type { Recognised } from './recognise.ts';
import type { Trace } from './trace.ts';

/** Steps 3 and 4: a recognised token to facts; at once where everything needed is there. @throws Refusal */
export function prove(found: Recognised, token: string, context: ProofContext): TokenFacts | Promise<TokenFacts> {
  const { instance, rule } = found;
  return chain(start(found, token, context), (proof) =>
    chain(
      context.trace.step('attributes', () =>
        chain(completeDocuments(instance, rule.attributes, token, proof), (documents) => {
          const mapped = mapAttributes(rule.attributes, documents);
          if (documents !== proof.documents) checkSubjects(instance, documents, mapped.subject);
          return mapped;
        }),
      ),
      (attributes) => toFacts(found, proof, attributes, context.trace),
    ),
  );
}

function start(found: Recognised, token: string, context: ProofContext): Proof | Promise<Proof> {
  if (found.rule.token === 'opaque') return proveOpaque(found, found.rule, token, context);
  if (found.compact === undefined) throw new Refusal('unrecognised');
  return proveJwt(found, found.rule, found.compact, context);
}

function toFacts(
  { instance, rule, index, minted }: Recognised,
  proof: Proof,
  attributes: TokenFacts['attributes'],
  trace: Trace,
): TokenFacts {
  const { subject, groups, roles } = attributes;
  if (minted?.subject !== undefined) {
    trace.demand('subject of the sign-in', minted.subject === subject, 'unbound', subject, minted.subject);
  }
  return {
    provider: instance.key,
    rule: index,
    kind: proof.machine ? 'client' : 'user',
    attributes: proof.machine ? { subject, emailVerified: false, groups, roles } : attributes,
    audience: intern(proof.audience),
    scopes: intern(proof.scopes),
    boundByAudience: rule.binding === 'audience',
    claims: deepFreeze(proof.claims),
    clientId: proof.clientId,
    expiresAt: proof.expiresAt,
    issuedAt: proof.issuedNoEarlierThan,
    authenticatedAt: proof.authenticatedAt,
    bound: proof.bound,
  };
}
