import { createHash, randomBytes } from 'node:crypto';
import type { MeetupFake } from '@bearerkit/meetup/fake';

/** Where the demo's client obtains its token. */
export interface TokenWay {
  readonly fake: MeetupFake;
  /** The gateway's token relay. */
  readonly relay: string;
  readonly redirectUri: string;
  readonly member: string;
}

/** Obtains a token as Postman would: the provider's authorize page, then the gateway's relay; PKCE and no secret. */
export async function obtainToken({ fake, relay, redirectUri, member }: TokenWay): Promise<string> {
  const [client] = fake.clients;
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(fake.endpoints.authorize);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const code = new URL(await fake.authorize({ url: url.href, member })).searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: client.id,
    code_verifier: verifier,
  });
  const answer = await fetch(relay, { method: 'POST', body });
  const tokens = (await answer.json()) as { readonly access_token?: string; readonly error?: string };
  if (tokens.access_token === undefined) throw new Error(`the relay answered ${answer.status} ${tokens.error ?? ''}`);
  return tokens.access_token;
}
