import { sign } from 'node:crypto';
import type { SigningKey } from './keys.ts';
import type { GooglePerson } from './people.ts';
import { type GoogleState, serviceAccount } from './state.ts';

/** What an ID token shall say otherwise than a good one. */
export interface Forgery {
  /** Whom it is about; the service account has one for any audience. @default the first person */
  readonly about?: GooglePerson | 'service-account' | undefined;
  /** @default the application under test */
  readonly audience?: string | undefined;
  /** Laid over the good claims; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Laid over the good header. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** @default Google's */
  readonly key?: SigningKey | undefined;
}

/** Signs an ID token, good unless told otherwise. @param issuer what Google calls itself */
export function signIdToken(state: GoogleState, issuer: string, forgery: Forgery = {}): string {
  const { about = state.people[0], audience = state.clients[0].id, claims, header } = forgery;
  const key = forgery.key ?? state.keys[0];
  if (key === undefined) throw new TypeError('There is no key');
  const now = Math.floor(state.clock.now() / 1000);
  const common = { iss: issuer, aud: audience, iat: now, exp: now + 3600 };
  const parts = [
    { alg: 'RS256', kid: key.kid, typ: 'JWT', ...header },
    { ...common, ...(about === 'service-account' ? robot : of(about, audience)), ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature =
    header?.alg === 'none' ? '' : sign('sha256', Buffer.from(text), key.privateKey).toString('base64url');
  return `${text}.${signature}`;
}

const of = ({ sub, email, emailVerified, hd, name, picture }: GooglePerson, azp: string) => ({
  azp,
  sub,
  hd,
  email,
  email_verified: emailVerified,
  at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q',
  name,
  picture,
});

const robot = { azp: serviceAccount.email, sub: serviceAccount.id, email: serviceAccount.email, email_verified: true };
