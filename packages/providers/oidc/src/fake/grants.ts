import { createHash, randomBytes } from 'node:crypto';
import type { OidcClient } from './clients.ts';
import { walk } from './walk.ts';

/** What the token endpoint gave. */
export interface OidcTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
}

/** What to ask for. */
export interface OidcTokenRequest {
  /** Resource indicator (RFC 8707); `null` for none: an opaque token without `aud`. @default the first resource */
  readonly resource?: string | null | undefined;
  /** @default 'orders:read', and 'openid profile email' for a user */
  readonly scope?: string | undefined;
  /** @default the first client, the application under test */
  readonly client?: OidcClient | undefined;
}

/** What a user signs in for. */
export interface OidcSignIn extends OidcTokenRequest {
  /** @default 'member-1' */
  readonly subject?: string | undefined;
  /** @default a random one */
  readonly nonce?: string | undefined;
}

/** Runs a token request (RFC 6749 §4). @throws Error with the issuer's answer when it refuses */
export async function requestTokens(
  issuer: string,
  client: OidcClient,
  form: Readonly<Record<string, string>>,
): Promise<OidcTokens> {
  const body = new URLSearchParams(form);
  const headers: Record<string, string> = {};
  const [id, secret] = [client.id, client.secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  if (client.authentication === 'client_secret_basic') {
    headers.authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  } else {
    body.set('client_id', client.id);
    body.set('client_secret', client.secret);
  }
  const answer = await fetch(`${issuer}/token`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The issuer answered ${answer.status}: ${text}`);
  const { access_token, refresh_token, id_token } = JSON.parse(text);
  return { accessToken: access_token, refreshToken: refresh_token, idToken: id_token };
}

/** Signs a user in by the authorization code flow with S256. */
export async function signIn(
  issuer: string,
  client: OidcClient,
  { subject, nonce = randomBytes(8).toString('hex'), ...asked }: OidcSignIn,
): Promise<OidcTokens> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const common = { redirect_uri: client.redirectUri, ...(asked.resource ? { resource: asked.resource } : {}) };
  const query = new URLSearchParams({
    ...common,
    client_id: client.id,
    response_type: 'code',
    scope: asked.scope ?? 'openid profile email orders:read',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    nonce,
  });
  const back = new URL(await walk(issuer, { url: `${issuer}/auth?${query.toString()}`, subject }));
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`The issuer sent the browser back with ${back.searchParams.toString()}`);
  return requestTokens(issuer, client, { ...common, grant_type: 'authorization_code', code, code_verifier: verifier });
}
