import { type Answer, basicCredentials, type Call, json } from '@bearerkit/testkit';
import type { CognitoClient } from './clients.ts';
import type { CognitoState } from './state.ts';

/** An OAuth error: without a description, as at Cognito. */
export const refuse = (error: string, status = 400): Answer => json({ error }, { status });

/** The client that authenticates itself, by Basic or in the form; or the refusal. */
export function clientOf({ clients, settings }: CognitoState, { headers, form }: Call): CognitoClient | Answer {
  const basic = basicCredentials(headers.authorization);
  const given = basic ?? { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const client = clients.find(({ id, secret }) => id === given.id && secret === given.secret);
  return client ?? refuse('invalid_client', settings.invalidClientStatus);
}

/** Whether it is a client, and no refusal. */
export const isClient = (value: CognitoClient | Answer): value is CognitoClient => 'secret' in value;
