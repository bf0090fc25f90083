import type { Judge } from '@bearerkit/core/provider';

/**
 * A token that Google does not know, or no more, is answered 400, in two shapes; without identity scopes Google does
 * not say whose a token is, so that it can not stand for anybody. Core reads the other answers.
 */
export const judgeTokenInfo: Judge = ({ status, document = {} }) => {
  const { error, error_description: description, aud, sub } = document;
  const isInvalid = error === 'invalid_token' || description === 'Invalid Value';
  if (status === 400) return isInvalid ? 'bad' : 'misconfigured';
  if (status !== 200) return undefined;
  return aud === undefined ? 'malformed' : sub === undefined ? 'refused' : 'good';
};

/** Userinfo: whether somebody is of an organisation, where only some are let in; machines are of none. */
export const judgeAccount =
  (domains: readonly unknown[] | undefined, machines: readonly unknown[]): Judge =>
  ({ status, document }) => {
    if (status !== 200 || document === undefined) return undefined;
    if (document.sub === undefined) return 'malformed';
    return domains === undefined || domains.includes(document.hd) || machines.includes(document.sub)
      ? 'good'
      : 'refused';
  };
