import { chain } from '../internal/chain.ts';
import type { CompactToken } from '../internal/compact.ts';
import type { PublicJwk } from '../internal/key-policy.ts';
import type { JwtRule } from '../provider/rule.ts';
import { checkBefore, checkClaims } from './access-claims.ts';
import { timeOf } from './claims.ts';
import type { Proof, ProofContext } from './proof.ts';
import type { Recognised } from './recognise.ts';
import type { Trace } from './trace.ts';

/** Proves a signed access token (RFC 7519, RFC 8725, RFC 9068). @throws Refusal with the reason */
export function proveJwt(
  found: Recognised,
  rule: JwtRule,
  compact: CompactToken,
  context: ProofContext,
): Proof | Promise<Proof> {
  const trace: Trace = context.trace;
  const { header, claims } = compact;
  trace.demand('issuer', found.issuer !== undefined, 'unknown_issuer', claims.iss);
  const algorithm = checkBefore(compact, rule.algorithms, context);
  const keys = found.instance.jwks(found.issuer ?? '', rule);
  const key = trace.step(
    'key',
    () => keys.known(header.kid, algorithm) ?? keys.find(header.kid, algorithm, timeOf(claims.iat)),
  );
  const check = (jwk: PublicJwk) => {
    if (rule.keyIsFor !== undefined) {
      trace.demand('key of this issuer', rule.keyIsFor(jwk, claims), 'bad_signature', header.kid);
    }
    return trace.step('key can be used', () => context.verifier.verify(compact, algorithm, jwk));
  };
  return chain(chain(key, check), (holds) => {
    trace.demand('signature', holds, 'bad_signature');
    return checkClaims(compact, rule, found.instance.provider.client?.id, context);
  });
}
