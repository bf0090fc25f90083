import type { Judge, ProviderDocument } from '@bearerkit/core/provider';

/**
 * A token that Google does not know, or no more, is answered 400, in two shapes; without identity scopes Google does
 * not say whose a token is, so that it can not stand for anybody. Core reads the other answers.
 *
 * @see https://github.com/googleapis/google-auth-library-nodejs (`getTokenInfo`)
 */
export const judgeTokenInfo: Judge = ({ status, document }) => {
  if (status === 400) return isInvalid(document) ? 'bad' : 'misconfigured';
  return status === 200 && document !== undefined && document.sub === undefined ? 'refused' : undefined;
};

const isInvalid = ({ error, error_description: description }: ProviderDocument = {}): boolean =>
  error === 'invalid_token' || (error === undefined && description === 'Invalid Value');

/** Whether somebody is of an organisation, where only some are let in; machines are of none. */
export function judgeAccount(domains: readonly unknown[] | undefined, machines: readonly unknown[]): Judge {
  return ({ status, document }) => {
    if (status !== 200 || document === undefined || domains === undefined) return undefined;
    return domains.includes(document.hd) || machines.includes(document.sub) ? undefined : 'refused';
  };
}
