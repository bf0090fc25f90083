import { ClientError } from '../errors/client-error.ts';
import { failure } from '../internal/outbound.ts';
import type { ProviderAnswer } from '../provider/inspection.ts';
import type { Revocation } from '../provider/provider.ts';
import { placed } from '../verify/inspect.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';
import { errorCode } from './token-request.ts';

/** RFC 7009 §2.1 */
const standard: Revocation = { send: { form: 'token' }, authentication: 'client' };
const isDone = ({ status }: ProviderAnswer) => status === 200 || status === 204;

/**
 * Refuses the token here, after commit, and then revokes it at the provider: RFC 7009, or the vendor's own way.
 * @throws ClientError when the provider could not be told; here the token is refused all the same
 */
export async function revoke({ instance, revoke: refuseHere }: ClientContext, token: string): Promise<void> {
  await refuseHere({ token });
  await asClientError(async () => {
    if ((await instance.endpoint('revoke')) === undefined) return;
    const { revocation = standard } = instance.provider;
    const { send, authentication, method, done = isDone } = revocation;
    const answer = await instance.ask('revoke', { ...placed(send, token), authentication, method });
    if (done(answer)) return;
    const code = answer.document?.error;
    if (typeof code !== 'string' || !errorCode.test(code)) throw failure(answer, 'revoke');
    throw new ClientError(code, `${instance.provider.name} did not revoke the token: ${code}`, answer.status);
  });
}
