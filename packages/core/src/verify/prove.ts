import { deepFreeze } from '../internal/freeze.ts';
import { Refusal } from '../internal/refusal.ts';
import { completeDocuments } from './documents.ts';
import type { TokenFacts } from './facts.ts';
import { mapAttributes } from './map.ts';
import type { ProofContext } from './proof.ts';
import { proveJwt } from './prove-jwt.ts';
import { proveOpaque } from './prove-opaque.ts';
import type { Recognised } from './recognise.ts';
import type { Trace } from './trace.ts';

/** Steps 3 and 4: a recognised token to facts. @throws Refusal */
export async function prove(found: Recognised, token: string, context: ProofContext): Promise<TokenFacts> {
  const { instance, rule, index, minted } = found;
  const trace: Trace = context.trace;
  const proof =
    rule.token === 'opaque'
      ? await proveOpaque(found, rule, token, context)
      : found.compact === undefined
        ? neverParsed()
        : await proveJwt(found, rule, found.compact, context);
  const attributes = await trace.step('attributes', async () =>
    mapAttributes(rule.attributes, await completeDocuments(instance, rule.attributes, token, proof)),
  );
  if (minted?.subject !== undefined) {
    trace.demand(
      'subject of the sign-in',
      minted.subject === attributes.subject,
      'unbound',
      attributes.subject,
      minted.subject,
    );
  }
  return deepFreeze({
    provider: instance.key,
    rule: index,
    kind: proof.machine ? ('client' as const) : ('user' as const),
    attributes: proof.machine
      ? { subject: attributes.subject, emailVerified: false, groups: attributes.groups, roles: attributes.roles }
      : attributes,
    audience: proof.audience,
    scopes: proof.scopes,
    boundByAudience: rule.binding === 'audience',
    claims: proof.claims,
    ...defined('clientId', proof.clientId),
    ...defined('expiresAt', proof.expiresAt),
    ...defined('issuedAt', proof.issuedNoEarlierThan),
    ...defined('authenticatedAt', proof.authenticatedAt),
  });
}

function neverParsed(): never {
  throw new Refusal('unrecognised');
}

const defined = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [_ in K]?: V };
