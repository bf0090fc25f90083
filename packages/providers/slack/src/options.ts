import { secret } from '@bearerkit/core/provider';
import { z } from 'zod';

const team = z.string().regex(/^(T[A-Z0-9]+|any-workspace)$/, 'expected a workspace id such as T0123ABCD');

/** Options of the factory, besides those that every provider has. */
export const options = z.strictObject({
  /** "Client ID" of the app's Basic Information. */
  clientId: z.string().regex(/^\d+\.\d+$/, 'expected the Client ID: digits, a dot, digits (the App ID is another)'),
  clientSecret: secret(),
  /** `oidc`: Sign in with Slack. `oauth-v2`: user tokens of an installed app. */
  mode: z.enum(['oidc', 'oauth-v2']).default('oidc'),
  /** Workspaces whose members are let in. DANGER: `any-workspace` lets in whoever has Slack, if your app is public. */
  teams: z.array(team).min(1, 'name a workspace'),
  /** Send a PKCE challenge: only apps that were switched to it, which can not be undone, admit it. */
  pkce: z.boolean().default(false),
});
