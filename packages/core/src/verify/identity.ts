import type { Auth } from '../auth.ts';
import type { Provider } from '../provider/provider.ts';
import type { Profile, TokenFacts } from './facts.ts';

/** Facts as the identity a handler gets: frozen, the token not enumerable. */
export function toAuth<User>(
  facts: TokenFacts,
  provider: Provider,
  token: string,
  user: User,
  fetchProfile: () => Promise<Profile>,
): Auth<string, User> {
  const { attributes, kind, clientId, expiresAt } = facts;
  const { subject, username, email, emailVerified, name, groups, roles } = attributes;
  let profile: Promise<Profile> | undefined;
  const auth = {
    kind,
    credential: 'access_token' as const,
    provider: facts.provider,
    subject,
    id: `${facts.provider}/${subject}` as const,
    user,
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
    emailVerified,
    ...(name === undefined ? {} : { name }),
    groups,
    roles,
    ...(clientId === undefined ? {} : { clientId }),
    audience: facts.audience,
    scopes: grantedScopes(facts, provider),
    providerScopes: facts.scopes,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    claims: facts.claims,
  };
  Object.defineProperty(auth, 'token', { value: token });
  Object.defineProperty(auth, 'profile', {
    value: () => {
      profile ??= fetchProfile().catch((error: unknown) => {
        profile = undefined;
        throw error;
      });
      return profile;
    },
  });
  return Object.freeze(auth) as typeof auth & Pick<Auth, 'token' | 'profile'>;
}

/** Our scopes: what `grant` says; else the token's own, where they were issued for our API. */
function grantedScopes(facts: TokenFacts, { grant }: Provider): readonly string[] {
  if (grant === undefined) return facts.boundByAudience ? facts.scopes : [];
  if (typeof grant !== 'function') return grant;
  const { kind, attributes, clientId, scopes } = facts;
  const { subject, groups, roles } = attributes;
  const input = {
    kind,
    subject,
    ...(clientId === undefined ? {} : { clientId }),
    providerScopes: scopes,
    groups,
    roles,
  };
  return Object.freeze([...grant(input)]);
}
