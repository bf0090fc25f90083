import { createClock, createIds, type FakeTokenRequest } from '@bearerkit/testkit';

/** Our registration. The secret needs encoding where it is sent, as real ones may. */
export const ours = { id: 'our-app', secret: 'our+secret', redirectUri: 'http://127.0.0.1:8080/auth/discord/callback' };

const member = {
  subject: 'member-1',
  username: 'user-1',
  email: 'user@example.com',
  emailVerified: true,
  name: 'Member One',
};

/** Whom tokens stand for. */
export const accounts = { member, unverified: { ...member, subject: 'member-2', emailVerified: false } };

interface Issued {
  readonly client: string;
  readonly account: 'member' | 'unverified';
  readonly kind: 'access' | 'refresh';
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const hour = 3_600_000;

/** The tokens of the fake. */
export function createTokens() {
  const [clock, nextId] = [createClock(), createIds('discord')];
  const known = new Map<string, Issued>();
  const claims = (account: Issued['account']) => {
    const { subject, username, email, emailVerified, name } = accounts[account];
    return { id: subject, username, email, verified: emailVerified, global_name: name };
  };
  const tokens = {
    clock,
    nextId,
    claims,
    issue: (wanted: Partial<Issued>): string => {
      const issued: Issued = {
        client: ours.id,
        account: 'member',
        kind: 'access',
        expiresAt: clock.now() + hour,
        ...wanted,
      };
      const text = textOf(issued);
      known.set(text, issued);
      return text;
    },
    find: (text: string | null | undefined): Issued | undefined => {
      const found = known.get(text ?? '');
      return found !== undefined && found.expiresAt > clock.now() ? found : undefined;
    },
    revoke: (text: string): boolean => known.delete(text),
    wanted: ({ account = 'member', client, state, kind = 'access' }: FakeTokenRequest): string | undefined => {
      if (kind === 'machine' || kind === 'id') return undefined;
      const expiresAt = clock.now() + (state === 'expired' ? -hour : hour);
      const text = tokens.issue({ account, kind, expiresAt, client: client === 'other' ? 'other-app' : ours.id });
      if (state === 'revoked') known.delete(text);
      return text;
    },
  };
  const textOf = ({ kind }: Issued) => `${kind}${nextId()}`;
  return tokens;
}
