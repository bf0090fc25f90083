import { type Answer, basicCredentials, type Call, json } from '@bearerkit/testkit';
import type { KeycloakClient } from './clients.ts';
import type { Realm } from './realm.ts';

/** An OAuth error as Keycloak words it. */
export const oauthError = (status: number, error: string, description: string): Answer =>
  json(
    { error, error_description: description },
    { status, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  );

/** Runs work as the client that a request comes from; a wrong secret is another error than an unknown client. */
export function asClient(realm: Realm, { headers, form }: Call, work: (client: KeycloakClient) => Answer): Answer {
  const basic = basicCredentials(headers.authorization);
  const id = basic?.id ?? form.get('client_id') ?? '';
  const client = realm.clients.get(id);
  const text = 'Invalid client or Invalid client credentials';
  if (client === undefined) return oauthError(401, 'invalid_client', text);
  const secret = basic?.secret ?? form.get('client_secret') ?? undefined;
  if (client.secret !== undefined && client.secret !== secret) return oauthError(401, 'unauthorized_client', text);
  return work(client);
}
