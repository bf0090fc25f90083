import type { Attributes, Grant, Provider, Rule } from '@bearerkit/core/provider';

/** Rules for tokens of persons. */
export const personal = ({ accepts }: Provider): readonly Rule[] => accepts.filter(({ kind }) => kind === 'user');

/** Whether only our own logins show that a token is ours. */
export const isBoundByLogin = (provider: Provider): boolean =>
  personal(provider).every(({ binding }) => binding === 'login');

/** Whether the provider signs people in for us. */
export const hasLogin = ({ client, endpoints, grants }: Provider): boolean =>
  client !== undefined && grants.includes('authorization_code') && ('authorize' in endpoints || 'issuer' in endpoints);

/** Whether there is a login, and this grant too. */
export const hasGrant = (provider: Provider, grant: Grant): boolean =>
  provider.client !== undefined && provider.grants.includes(grant);

/** Whether a rule for persons reads this attribute. */
export const hasAttribute = (provider: Provider, name: keyof Attributes<string>): boolean =>
  personal(provider).some(({ attributes }) => attributes[name] !== undefined);

/** Whether tokens say when they end. */
export const tellsExpiry = (provider: Provider): boolean =>
  personal(provider).some(
    (rule) =>
      rule.token === 'jwt' ||
      rule.inspect?.facts.expiresAt !== undefined ||
      rule.inspect?.facts.expiresIn !== undefined,
  );

/** Whether tokens say their scopes. */
export const tellsScopes = (provider: Provider): boolean =>
  personal(provider).some((rule) => rule.token === 'jwt' || rule.inspect?.facts.scopes !== undefined);

/** Whether the provider is asked about a token, and could say that it was revoked. */
export const isAsked = (provider: Provider): boolean => personal(provider).every(({ token }) => token === 'opaque');
