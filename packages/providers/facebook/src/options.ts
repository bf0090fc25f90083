import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const version = z.string().regex(/^v\d+\.\d+$/, 'expected a version such as v26.0');

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** "App ID" in the settings of the app. */
  clientId: z.string().regex(/^\d+$/, 'expected the App ID: digits only'),
  /** "App secret": not for logins alone, since Facebook is asked about tokens with it. */
  clientSecret: secret(),
  /** Of the Graph API. Each lives about two years; a URL without one would mean the oldest that the app may use. */
  version: version.default('v26.0'),
  /** DANGER: take every e-mail address as verified, which Facebook does not say. */
  treatEmailAsVerified: z.boolean().default(false),
  /** What access tokens begin with. */
  tokenPrefix: z.string().min(1).default('EAA'),
});
