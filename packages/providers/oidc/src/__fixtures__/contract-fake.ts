import type { FakeAccount, FakeTokenRequest, ProviderFake } from '@bearerkit/testkit';
import { createOidcFake, oidcPaths } from '../fake/index.ts';
import { api } from './outcome.ts';

const subjects = { member: 'member-1', unverified: 'member-2' };

/** A local issuer of signed tokens as the contract of providers uses it. */
export async function createContractFake(): Promise<ProviderFake> {
  const fake = await createOidcFake();
  const [own, other] = fake.clients;
  const account = (subject: string): FakeAccount => {
    const { preferred_username, email_verified = false, ...more } = fake.users.get(subject) ?? {};
    return { subject, username: preferred_username, emailVerified: email_verified, ...more };
  };
  const token = async ({ account: who = 'member', client, state, kind = 'access' }: FakeTokenRequest) => {
    if (state === 'expired') return fake.forge({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } });
    if (state === 'revoked') return undefined;
    if (kind === 'machine') return (await fake.clientCredentials({})).accessToken;
    const tokens = await fake.signIn({ subject: subjects[who], client: client === 'other' ? other : own });
    return { access: tokens.accessToken, id: tokens.idToken, refresh: tokens.refreshToken }[kind];
  };
  return {
    ...fake,
    clock: { now: Date.now, advance: () => {}, set: () => {} },
    endpoints: { issuer: fake.issuer },
    client: own,
    accounts: { member: account(subjects.member), unverified: account(subjects.unverified) },
    paths: { token: oidcPaths.token, proof: [oidcPaths.discovery, oidcPaths.jwks] },
    token: (request = {}) => token(request),
    // An application asks for the API by its resource indicator (RFC 8707).
    authorize: (url, who = 'member') =>
      fake.authorize({ url: `${url}&resource=${encodeURIComponent(api ?? '')}`, subject: subjects[who] }),
  };
}
