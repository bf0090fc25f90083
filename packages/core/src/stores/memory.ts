import type { LoginToken, LoginTokenStore } from './login-token-store.ts';
import type { Revocation, RevocationStore } from './revocation-store.ts';

/** The views that every store keeps in memory; a SQL store feeds the same ones from its rows. */
export class RevocationView {
  readonly #tokens = new Map<string, number | undefined>();
  readonly #subjects = new Map<string, number>();
  #epoch = 0;

  get epoch(): number {
    return this.#epoch;
  }

  get isEmpty(): boolean {
    return this.#tokens.size === 0 && this.#subjects.size === 0;
  }

  refused(tokenHash: string, provider: string, subject: string | undefined, issuedAt: number | undefined): boolean {
    if (this.#tokens.has(tokenHash)) return true;
    if (subject === undefined || this.#subjects.size === 0) return false;
    const notAfter = this.#subjects.get(subjectKey(provider, subject));
    return notAfter !== undefined && (issuedAt === undefined || issuedAt <= notAfter);
  }

  add(revocation: Revocation): void {
    this.#epoch++;
    if ('tokenHash' in revocation) {
      this.#tokens.set(revocation.tokenHash, revocation.expiresAt);
      return;
    }
    const key = subjectKey(revocation.provider, revocation.subject);
    this.#subjects.set(key, Math.max(revocation.notAfter, this.#subjects.get(key) ?? 0));
  }

  lift(provider: string, subject: string): void {
    this.#epoch++;
    this.#subjects.delete(subjectKey(provider, subject));
  }

  /** Forgets everything, for a store that fills it anew. */
  clear(): void {
    this.#epoch++;
    this.#tokens.clear();
    this.#subjects.clear();
  }

  /** Drops revoked tokens that have expired by themselves. @param now seconds since the epoch */
  purge(now: number): void {
    for (const [hash, expiresAt] of this.#tokens)
      if (expiresAt !== undefined && expiresAt < now) this.#tokens.delete(hash);
  }
}

const subjectKey = (provider: string, subject: string) => JSON.stringify([provider, subject]);

/** Revocations in memory: a restart forgets them, and the answer of `revoke` says so (`scope: 'process'`). */
export function memoryRevocationStore(): RevocationStore {
  const view = new RevocationView();
  return {
    scope: 'process',
    ready: true,
    get epoch() {
      return view.epoch;
    },
    get isEmpty() {
      return view.isEmpty;
    },
    refused: (...question) => view.refused(...question),
    add: async (revocation) => {
      view.add(revocation);
      if (view.epoch % 1000 === 0) view.purge(Date.now() / 1000 - 300);
    },
    lift: async (provider, subject) => view.lift(provider, subject),
    refresh: async () => {},
    close: async () => {},
  };
}

/** Minted tokens in memory: a restart forgets them, and their holders must sign in again. */
export function memoryLoginTokenStore(): LoginTokenStore {
  const tokens = new Map<string, LoginToken>();
  let most = 1000;
  const purge = () => {
    const now = Date.now() / 1000;
    for (const [hash, { expiresAt }] of tokens)
      if (expiresAt !== undefined && expiresAt + 300 < now) tokens.delete(hash);
    most = Math.max(1000, tokens.size * 2);
  };
  return {
    ready: true,
    find: (hash) => tokens.get(hash),
    add: async (added) => {
      for (const token of added) {
        // Minted again, a token keeps its age: else minting would revive one that was revoked with its subject.
        const { mintedAt, subject } = tokens.get(token.tokenHash) ?? token;
        tokens.set(token.tokenHash, { ...token, mintedAt, subject: subject ?? token.subject });
      }
      if (tokens.size > most) purge();
    },
    setSubject: async (hash, subject) => {
      const token = tokens.get(hash);
      if (token !== undefined && token.subject === undefined) tokens.set(hash, { ...token, subject });
    },
    refresh: async () => {},
    close: async () => {},
  };
}
