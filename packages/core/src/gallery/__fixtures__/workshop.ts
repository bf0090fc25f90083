import { api, jwtProvider, now } from '../../__fixtures__/issuer.ts';
import { makeKey, type SigningKey, signJwt } from '../../__fixtures__/keys.ts';
import { opaqueProvider } from '../../__fixtures__/opaque.ts';
import { collectLog } from '../../__fixtures__/registry.ts';
import { keyedHash } from '../../internal/hash.ts';
import { createProviderRegistry } from '../../registry.ts';
import { memoryLoginTokenStore } from '../../stores/memory.ts';
import type { LogEvent, ProviderRegistry } from '../../types.ts';

/** Keys of the issuer: `current`, `next`, `rsa` and both twins are published; `retired` no longer, `foreign` never. */
export const keys = {
  current: makeKey('ES256', 'key-1'),
  next: makeKey('ES256', 'key-2'),
  retired: makeKey('ES256', 'key-0'),
  rsa: makeKey('RS256', 'rsa-1'),
  twin: makeKey('ES256', 'twin'),
  otherTwin: makeKey('ES256', 'twin'),
  foreign: makeKey('ES256', 'foreign'),
} as const satisfies Readonly<Record<string, SigningKey>>;

/** What the issuer publishes. */
export const published = [keys.current, keys.next, keys.rsa, keys.twin, keys.otherTwin].map(({ jwk }) => jwk);

/** The issuer that is configured and lives elsewhere. */
export const hosted = 'https://login.example.com/tenant-1';

/** A good token and the API that takes it, with a provider of each kind. */
export interface Workshop {
  /** Issuer of `signed`, and base of every other endpoint. */
  readonly issuer: string;
  readonly registry: ProviderRegistry<'signed' | 'hosted' | 'opaque' | 'login'>;
  readonly log: readonly LogEvent[];
  /** Good claims of an access token of `signed`. */
  claims(more?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A good token of `signed`, with other claims, header and key where wanted. */
  token(more?: Readonly<Record<string, unknown>>, header?: object, key?: SigningKey): string;
  /** Remembers a token as obtained by us. @param expiresAt seconds since the epoch */
  obtained(token: string, expiresAt: number): Promise<void>;
}

const hashKey = new TextEncoder().encode('a key of a test, and of nothing else');
const users = {
  find: ({ subject }: { readonly subject: string }) =>
    subject === 'member-unlinked'
      ? undefined
      : { id: '1', username: 'user', groups: [], active: subject !== 'member-left' },
};

/**
 * @param issuer base URL of the server that plays every provider
 * @param readsProofs whether the API reads proofs of possession
 */
export function openWorkshop(issuer: string, readsProofs = false): Workshop {
  const { lines, log } = collectLog();
  const loginTokens = memoryLoginTokenStore();
  const registry = createProviderRegistry(
    {
      signed: jwtProvider(issuer, { clients: ['client-1'] }),
      hosted: jwtProvider(hosted),
      opaque: opaqueProvider(issuer, { shape: { prefix: 'op_', alphabet: 'alphanumeric' }, audience: api }),
      login: opaqueProvider(issuer, { shape: { prefix: 'lg_', alphabet: 'alphanumeric' }, binding: 'login' }),
    },
    { users, loginTokens, hashKey, log, resource: api, dpop: readsProofs ? {} : undefined },
  );
  const claims: Workshop['claims'] = (more = {}) => ({
    iss: issuer,
    sub: 'member-1',
    aud: api,
    client_id: 'client-1',
    iat: now(),
    exp: now() + 300,
    scope: 'read',
    ...more,
  });
  return {
    issuer,
    registry,
    log: lines,
    claims,
    token: (more, header, key = keys.current) => signJwt(key, claims(more), header),
    obtained: (token, expiresAt) => {
      const provider = registry.provider('login').identity;
      const tokenHash = keyedHash(hashKey, token);
      const minted = { type: 'access', client: 'client-1', mintedAt: expiresAt - 300 } as const;
      return loginTokens.add([{ tokenHash, provider, expiresAt, ...minted }]);
    },
  };
}
