import { ClientError } from '../errors/client-error.ts';
import { failure } from '../internal/outbound.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';
import { errorCode } from './token-request.ts';

/**
 * Refuses the token here, after commit, and then revokes it at the provider where it has RFC 7009.
 * @throws ClientError when the provider could not be told; here the token is refused all the same
 */
export async function revoke({ instance, revoke: refuseHere }: ClientContext, token: string): Promise<void> {
  await refuseHere({ token });
  await asClientError(async () => {
    if ((await instance.endpoint('revoke')) === undefined) return;
    const answer = await instance.ask('revoke', { form: { token }, authenticate: true });
    if (answer.status === 200) return;
    const code = answer.document?.error;
    if (typeof code !== 'string' || !errorCode.test(code)) throw failure(answer, 'revoke');
    throw new ClientError(code, `${instance.provider.name} did not revoke the token: ${code}`, answer.status);
  });
}
