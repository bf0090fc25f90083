import type { SigningKey } from '../../__fixtures__/keys.ts';
import { makeKey } from '../../__fixtures__/keys.ts';
import type { LocalUser } from '../../auth.ts';
import { History, type Moment } from './history.ts';
import { Random } from './random.ts';
import type { Token } from './tokens.ts';

/** Where providers are; `one` issues to two of our instances. */
export const sites = ['one', 'two', 'intro', 'login'] as const;
export type Site = (typeof sites)[number];

/** How a provider fails: cut connection, status 500, 429 with Retry-After, a page instead of JSON. */
export type Trouble = 'reset' | 'error' | 'limited' | 'page' | undefined;

/** What the directory says of somebody; `broken`: it can not tell. */
export type UserState = LocalUser | null | undefined | 'broken';

/** An issuer's keys: what it publishes, and the one that it signs with. */
export interface Issuer {
  readonly published: History<readonly string[]>;
  readonly keys: Map<string, SigningKey>;
  signing: string;
}

/** Everything outside of us, as it is and as it was: what is true of tokens, people, keys and providers. */
export class World {
  readonly random: Random;
  /** Counts events. */
  event = 0;
  readonly tokens: Token[] = [];
  readonly byText = new Map<string, Token>();
  readonly issuers: Readonly<Record<'one' | 'two', Issuer>>;
  readonly trouble: Readonly<Record<Site, History<Trouble>>>;
  readonly users = new Map<string, History<UserState>>();
  /** When providers spoke of a token lately, whoever asked. */
  readonly asked = new Map<Token, readonly Moment[]>();
  readonly revokedTokens = new Set<Token>();
  /** Seconds since the epoch until when everything of a subject is revoked, by provider identity and subject. */
  readonly revokedSubjects = new Map<string, number>();
  /** The event that lifted a revocation. */
  readonly lifted = new Map<string, number>();
  /** What the token endpoint of `login` hands out next. */
  next: { readonly text: string; readonly expiresIn: number | undefined } | undefined;
  /** Answers of providers wait for this, where it is set. */
  held: Promise<void> | undefined;
  #keys = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    const issuer = (): Issuer => ({
      published: new History<readonly string[]>([], this.now),
      keys: new Map(),
      signing: '',
    });
    this.issuers = { one: issuer(), two: issuer() };
    const well = () => new History<Trouble>(undefined, this.now);
    this.trouble = { one: well(), two: well(), intro: well(), login: well() };
    this.rotate('one');
    this.rotate('two');
  }

  get now(): Moment {
    return { event: this.event, ms: Date.now() };
  }

  /** A new key for an issuer, which signs from now on; the last ones stay published unless they are withdrawn. */
  rotate(site: 'one' | 'two', keep = 1): void {
    const issuer = this.issuers[site];
    const kid = `${site}-${++this.#keys}`;
    // The same pair under a new id: pairs are slow to make.
    const { value: used } = issuer.keys.values().next();
    const key = used ?? makeKey(site === 'one' ? 'ES256' : 'EdDSA', kid);
    issuer.keys.set(kid, { ...key, kid, jwk: { ...key.jwk, kid } });
    issuer.signing = kid;
    issuer.published.change([...(keep === 0 ? [] : issuer.published.now.slice(-keep)), kid], this.now);
  }

  userOf(subject: string): History<UserState> {
    const known = this.users.get(subject);
    if (known !== undefined) return known;
    const made = new History<UserState>(activeUser(subject), this.now);
    this.users.set(subject, made);
    return made;
  }

  /** Whether a provider was in trouble at any time of the last milliseconds. */
  wasInTrouble(site: Site, ms: number, kinds: readonly Trouble[] = ['reset', 'error', 'limited', 'page']): boolean {
    return this.trouble[site].since(Date.now() - ms).some(({ value }) => kinds.includes(value));
  }
}

export const activeUser = (subject: string, group = 'staff'): LocalUser => ({
  id: `user-${subject}`,
  username: subject,
  active: true,
  groups: [group],
});
