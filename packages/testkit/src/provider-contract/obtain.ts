import type { Tokens } from '@bearerkit/core';
import { isBoundByLogin } from './declared.ts';
import type { FakeTokenRequest, ProviderFake } from './fake.ts';
import type { Stage } from './stage.ts';

/** The tokens of a login, and what they were exchanged for. */
export interface SignedIn extends Tokens {
  readonly code: string;
  readonly codeVerifier: string | undefined;
}

/** Signs somebody in through our client. @throws Error where the fake does not send the browser back with a code */
export async function signIn(
  { client }: Stage,
  fake: ProviderFake,
  account: FakeTokenRequest['account'] = 'member',
): Promise<SignedIn> {
  const { redirectUri } = fake.client;
  const { url, state, codeVerifier } = await client.authorize({ redirectUri });
  const back = new URL(await fake.authorize(url, account));
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`The fake sent the browser back to ${back.pathname} without a code`);
  if (back.searchParams.get('state') !== state) throw new Error('The fake sent the browser back with another state');
  const tokens = await client.exchange({ code, redirectUri, codeVerifier });
  const { accessToken, refreshToken, idToken, ...more } = tokens;
  return {
    ...more,
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    code,
    codeVerifier,
  };
}

/**
 * A token as the application under test would hold it: where only a login shows that it is ours, from our own login.
 *
 * @throws Error where the vendor has no such token: a case to skip, if the provider's data allows it
 */
export async function obtain(stage: Stage, fake: ProviderFake, request: FakeTokenRequest = {}): Promise<string> {
  const { client = 'ours', kind = 'access', state = 'good', account } = request;
  const given = isBoundByLogin(stage.provider) && client === 'ours' ? undefined : await fake.token(request);
  if (given !== undefined) return given;
  const none = new Error(`The fake has no such token: ${JSON.stringify(request)}`);
  if (client === 'other') throw none;
  if (kind === 'machine') return (await stage.client.clientCredentials()).accessToken;
  if (!isBoundByLogin(stage.provider)) throw none;
  const tokens = await signIn(stage, fake, account);
  if (kind !== 'access') {
    const other = (kind === 'id' ? tokens.idToken : tokens.refreshToken) ?? (await fake.token(request));
    if (other === undefined) throw none;
    return other;
  }
  if (state === 'revoked') await kill(fake, tokens.accessToken, none);
  if (state === 'expired') {
    if (tokens.expiresAt === undefined) throw none;
    fake.clock.advance(tokens.expiresAt - Date.now() / 1000 + 3600);
  }
  return tokens.accessToken;
}

async function kill(fake: ProviderFake, token: string, none: Error): Promise<void> {
  if (fake.revoke === undefined) throw none;
  await fake.revoke(token);
}
