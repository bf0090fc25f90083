import { randomBytes } from 'node:crypto';
import { LoginProblem } from './login-problem.ts';
import { seal, unseal } from './seal.ts';

/** Seconds that a login may take from the first page to the last. */
const life = 600;
/** A browser with more open attempts than this starts over, before its cookies are too long for anybody. */
const mostOpen = 8;

/** What is kept in the browser, sealed, between leaving for the provider and coming back. */
export interface Attempt {
  /** Key of the provider. */
  readonly provider: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeVerifier?: string | undefined;
  /** What `iss` of the response must be, where the issuer announces it. */
  readonly issuer?: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The process that began it: what was used is known there alone. */
  readonly boot: string;
}

/**
 * Login attempts in progress: one sealed cookie each, under a name of its own, so that two tabs do not fight. `state`
 * names the cookie; each works once, in the process that began it.
 */
export class Attempts {
  readonly #key: Uint8Array;
  readonly #prefix: string;
  readonly #attributes: string;
  readonly #boot = randomBytes(16).toString('base64url');
  readonly #most: number;
  /** Until when a used `state` is remembered, in seconds since the epoch; oldest first. */
  readonly #used = new Map<string, number>();

  /**
   * @param origin where browsers reach us: over https the cookie is Secure and bound to the host by its name (RFC
   * 6265bis)
   * @param most used attempts that are remembered; while there is no room, none is begun or ended
   */
  constructor(key: Uint8Array, origin: string, most = 100_000) {
    const isSecure = origin.startsWith('https:');
    this.#key = key;
    this.#most = most;
    this.#prefix = `${isSecure ? '__Host-' : ''}bearerkit-login-`;
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** A `state` for a new attempt, from which its cookie is found again. */
  newState(): string {
    return `${randomBytes(9).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
  }

  /** `Set-Cookie` values that keep an attempt. @throws LoginProblem 503 while there is no room */
  keep(attempt: Omit<Attempt, 'expiresAt' | 'boot'>, cookies: string | undefined): readonly string[] {
    this.#makeRoom();
    const name = this.#nameOf(attempt.state);
    const expiresAt = Math.floor(Date.now() / 1000) + life;
    const open = [...readCookies(cookies).keys()].filter((cookie) => cookie.startsWith(this.#prefix));
    const stale = open.length < mostOpen ? [] : open.map((cookie) => this.#expire(cookie));
    const value = seal(this.#key, name, { ...attempt, expiresAt, boot: this.#boot });
    return [...stale, `${name}=${value}; Max-Age=${life}; ${this.#attributes}`];
  }

  /**
   * Takes the attempt that `state` belongs to, once; `undefined` for a foreign, late or used one, and for one of before
   * a restart.
   * @throws LoginProblem 503 while there is no room to remember it
   */
  take(provider: string, state: string, cookies: string | undefined): Attempt | undefined {
    const name = this.#nameOf(state);
    const value = readCookies(cookies).get(name);
    const attempt = value === undefined ? undefined : (unseal(this.#key, name, value) as Attempt | undefined);
    const now = Date.now() / 1000;
    if (attempt === undefined || attempt.state !== state || attempt.provider !== provider) return undefined;
    if (attempt.boot !== this.#boot || attempt.expiresAt < now || this.#used.has(state)) return undefined;
    this.#makeRoom();
    this.#used.set(state, now + life);
    return attempt;
  }

  /** Forgets what expired, and nothing else: an attempt that is forgotten too early could be used again. */
  #makeRoom(): void {
    const now = Date.now() / 1000;
    for (const [state, until] of this.#used) {
      if (until >= now) break;
      this.#used.delete(state);
    }
    if (this.#used.size < this.#most) return;
    const [until = now] = this.#used.values();
    const headers = { 'retry-after': String(Math.max(1, Math.ceil(until - now))) };
    throw new LoginProblem(
      503,
      'too_many_attempts',
      'Too many people are signing in. Please try again later.',
      headers,
    );
  }

  /** `Set-Cookie` value that removes the attempt's cookie. */
  forget(state: string): string {
    return this.#expire(this.#nameOf(state));
  }

  #nameOf(state: string): string {
    const [id = ''] = state.split('.', 1);
    return this.#prefix + (/^[A-Za-z0-9_-]{12}$/.test(id) ? id : 'none');
  }

  #expire(name: string): string {
    return `${name}=; Max-Age=0; ${this.#attributes}`;
  }
}

/** The pairs of a `Cookie` header; what can not be read counts as absent, and so does a name that is there twice. */
function readCookies(header = ''): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  const twice = new Set<string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    if (cookies.has(name)) twice.add(name);
    if (name !== '') cookies.set(name, pair.slice(equals + 1).trim());
  }
  for (const name of twice) cookies.delete(name);
  return cookies;
}
