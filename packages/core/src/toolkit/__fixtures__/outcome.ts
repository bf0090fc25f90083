import { AuthError } from '../../errors/auth-error.ts';
import { ConfigurationError } from '../../errors/configuration-error.ts';
import { joseVerifier } from '../../jose/verifier.ts';
import { nodeVerifier } from '../../node-crypto/verifier.ts';
import { accessTokenVerification } from '../verify-access-token.ts';
import { jwsVerification } from '../verify-jws.ts';

const engines = [
  ['node:crypto', nodeVerifier()],
  ['jose', joseVerifier()],
] as const;

export const [onNode, onJose] = engines.map(([name, verifier]) => ({
  name,
  jws: jwsVerification(verifier),
  access: accessTokenVerification(verifier),
})) as [Calls, Calls];

/** The calls on one engine. */
export interface Calls {
  readonly name: string;
  readonly jws: ReturnType<typeof jwsVerification>;
  readonly access: ReturnType<typeof accessTokenVerification>;
}

/** What came of it: `ok`, the reason of a refusal, the code of a misuse, or the name of an error nobody declared. */
export async function outcome(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    if (AuthError.isInstance(error)) return error.reason;
    if (ConfigurationError.isInstance(error)) return error.code;
    return `undeclared: ${String((error as Error)?.name)}`;
  }
}
