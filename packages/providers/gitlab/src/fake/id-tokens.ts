import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { json, type Routes } from '@bearerkit/testkit';
import type { GitlabState } from './state.ts';
import type { GitlabUser } from './users.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Keys take long to make: two for all fakes of a process. */
let keys: readonly ReturnType<typeof makeKey>[] | undefined;

/** Discovery and keys; ID tokens of logins and of CI jobs are signed with the same one. */
export function discoveryRoutes(state: GitlabState): Routes {
  const document = () => json({ ...metadata(state), issuer: state.issuer });
  return {
    [`GET ${state.root}/.well-known/openid-configuration`]: document,
    [`GET ${state.root}/.well-known/oauth-authorization-server`]: document,
    [`GET ${state.root}/oauth/discovery/keys`]: () => json({ keys: signingKeys().map(({ jwk }) => jwk) }),
  };
}

function metadata({ issuer }: GitlabState): Claims {
  const at = (path: string) => `${issuer}/oauth/${path}`;
  return {
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    revocation_endpoint: at('revoke'),
    introspection_endpoint: at('introspect'),
    userinfo_endpoint: at('userinfo'),
    jwks_uri: at('discovery/keys'),
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** The ID token of a login. */
export function signIdToken(state: GitlabState, user: GitlabUser, audience: string): string {
  const now = Math.floor(state.clock.now() / 1000);
  const { email, confirmedAt, developer } = user;
  const person = { sub: String(user.id), sub_legacy: 'f'.repeat(64), auth_time: now };
  const claims = { ...person, email, email_verified: confirmedAt !== null, groups_direct: developer };
  return signClaims(state, { ...claims, aud: audience });
}

/** The ID token of a CI job: whoever writes the job chooses `aud`. All claims but `runner_id` are texts. */
export function signJobToken(state: GitlabState, claims: Claims): string {
  return signClaims(state, {
    sub: 'project_path:example/app:ref_type:branch:ref:main',
    namespace_id: '10',
    namespace_path: 'example',
    project_id: '20',
    project_path: 'example/app',
    user_id: '1001',
    user_login: 'member-1',
    user_email: 'user@example.com',
    pipeline_id: '30',
    pipeline_source: 'push',
    job_id: '40',
    ref: 'main',
    ref_type: 'branch',
    ref_protected: 'true',
    runner_id: 1,
    ...claims,
  });
}

/** Signs claims as the issuer does, for five minutes. */
function signClaims({ issuer, clock, nextId }: GitlabState, claims: Claims): string {
  const now = Math.floor(clock.now() / 1000);
  const [key] = signingKeys();
  const all = { iss: issuer, iat: now, nbf: now - 5, exp: now + 300, jti: nextId(), ...claims };
  const parts = [{ alg: 'RS256', typ: 'JWT', kid: key?.jwk.kid }, all];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return key === undefined
    ? text
    : `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
}

function signingKeys() {
  keys ??= [makeKey('fake-1'), makeKey('fake-2')];
  return keys;
}

function makeKey(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk: JsonWebKey & { readonly kid: string } = { ...publicKey.export({ format: 'jwk' }), kid };
  return { jwk: { ...jwk, use: 'sig', alg: 'RS256' }, privateKey };
}
