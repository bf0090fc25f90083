import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

/** Client ids of Google's own tools, whose secrets are published: tokens issued to them prove nothing. */
const publicClients: ReadonlySet<string> = new Set([
  '32555940559.apps.googleusercontent.com',
  '764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com',
]);
const isOwn = (id: string) => !publicClients.has(id);

const text = z.string().min(1);
const clientId = text.refine(isOwn, 'is the client of gcloud, whose secret is public: anybody obtains its tokens');
const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'expected a domain in lower case, such as example.com');
const serviceAccount = z.string().regex(/^\d+$/, 'expected the unique id of a service account: digits only');

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  clientId,
  /** For logins alone; tokens are proved without it. */
  clientSecret: secret().optional(),
  /** Further client ids that are ours, such as those of the mobile applications. */
  otherClientIds: z.array(clientId).default([]),
  /** Only people of these Google Workspace domains, by the claim `hd`, never by the end of an e-mail address. */
  hostedDomains: z.array(domain).min(1).optional(),
  /** Unique ids of service accounts that are let in, as machines. */
  serviceAccounts: z.array(serviceAccount).default([]),
  /** DANGER: let in ID tokens as well; they are made for the client, and lie about in more places. */
  acceptIdTokens: z.boolean().default(false),
  /** Ask for a refresh token, which Google gives at the first consent, or with the parameter `prompt: 'consent'`. */
  offline: z.boolean().default(false),
});
