import type { ProviderDocument } from '@bearerkit/core/provider';

/**
 * Google speaks for an address only if it is Gmail's, or of an organisation that Google hosts; another one may have
 * changed hands since it was checked.
 *
 * @see https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
 */
const isAuthoritative = ({ email, email_verified: verified, hd }: ProviderDocument): boolean =>
  verified === true &&
  ((typeof email === 'string' && /@gmail\.com$/i.test(email)) || (typeof hd === 'string' && hd !== ''));

/** Of userinfo and of ID tokens alike. */
export const person = {
  email: { pointer: '/email', mutable: true, reassignable: true },
  emailVerified: isAuthoritative,
  name: { pointer: '/name', mutable: true, reassignable: true },
  picture: { pointer: '/picture', mutable: true },
} as const;

const aliases: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/userinfo.email': 'email',
  'https://www.googleapis.com/auth/userinfo.profile': 'profile',
};

/** Scopes by the short names by which they are asked for: `email` comes back as `…/auth/userinfo.email`. */
export const shortScopes = (scope: unknown): string | undefined =>
  typeof scope === 'string'
    ? scope
        .split(' ')
        .map((name) => aliases[name] ?? name)
        .join(' ')
    : undefined;
