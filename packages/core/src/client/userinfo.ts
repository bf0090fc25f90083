import { ClientError } from '../errors/client-error.ts';
import { userinfoProof } from '../provider/inspection.ts';
import type { Profile } from '../verify/facts.ts';
import { inspect } from '../verify/inspect.ts';
import type { ClientContext } from './client.ts';
import { asClientError } from './errors.ts';

/** The provider's userinfo answer for a token. @throws ClientError `inactive` when the provider refuses the token */
export async function userinfo({ instance }: ClientContext, accessToken: string): Promise<Profile> {
  const { accepts, name } = instance.provider;
  const proof = accepts
    .map((rule) => (rule.token === 'opaque' ? rule.inspect : undefined))
    .find((how) => how?.how === 'userinfo');
  return asClientError(async () => {
    if (proof === undefined && (await instance.endpoint('userinfo')) === undefined) {
      throw new ClientError('unsupported', `${name} has no userinfo endpoint`);
    }
    return inspect(instance, proof ?? userinfoProof('userinfo'), accessToken);
  });
}
