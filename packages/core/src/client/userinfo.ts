import { ClientError } from '../errors/client-error.ts';
import { deepFreeze } from '../internal/freeze.ts';
import { readDocument } from '../verify/documents.ts';
import { inspect } from '../verify/inspect.ts';
import { candidatesOf } from './candidates.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';
import type { Userinfo, UserinfoOptions } from './types.ts';

/**
 * The provider's userinfo answer for a token, and what in it could name the user.
 * @throws ClientError `inactive` when the provider refuses the token, `invalid_request` without one
 */
export async function userinfo({ instance }: ClientContext, { token }: UserinfoOptions): Promise<Userinfo> {
  if (typeof token !== 'string' || token === '') {
    throw new ClientError('invalid_request', 'userinfo: `token` is missing; call it as `userinfo({ token })`');
  }
  const { accepts, name } = instance.provider;
  const proof = accepts
    .map((rule) => (rule.token === 'opaque' ? rule.inspect : undefined))
    .find((how) => how?.how === 'userinfo');
  return asClientError(async () => {
    if (proof === undefined && (await instance.endpoint('userinfo')) === undefined) {
      throw new ClientError('unsupported', `${name} has no userinfo endpoint`);
    }
    const answer = proof === undefined ? readDocument(instance, 'userinfo', token) : inspect(instance, proof, token);
    const profile = deepFreeze(await answer);
    return { profile, candidates: candidatesOf(profile, accepts, proof?.endpoint ?? 'userinfo') };
  });
}
