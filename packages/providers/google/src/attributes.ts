import type { ProviderDocument } from '@bearerkit/core/provider';

/**
 * Google speaks for an address only if it is Gmail's, or of an organisation that Google hosts; another one may have
 * changed hands since: https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
 */
const isAuthoritative = ({ email, email_verified: isVerified, hd }: ProviderDocument): boolean =>
  isVerified === true && (/@gmail\.com$/i.test(String(email)) || (typeof hd === 'string' && hd !== ''));

/** Of userinfo and of ID tokens alike. */
export const person = {
  email: { pointer: '/email', mutable: true, reassignable: true },
  emailVerified: isAuthoritative,
  name: { pointer: '/name', mutable: true, reassignable: true },
  picture: { pointer: '/picture', mutable: true },
} as const;

const alias = /https:\/\/www\.googleapis\.com\/auth\/userinfo\.(email|profile)(?= |$)/g;

/** Scopes by the names by which they are asked for: `email` comes back as a URL. */
export const shortScopes = (scope: unknown): unknown =>
  typeof scope === 'string' ? scope.replaceAll(alias, '$1') : scope;
