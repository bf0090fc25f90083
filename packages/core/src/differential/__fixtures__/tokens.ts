import { signJwt } from '../../__fixtures__/keys.ts';
import { History, type Moment } from './history.ts';
import type { World } from './world.ts';

/** What a provider says of an opaque token at some time; `undefined`: that it is not active. */
export type OpaqueState = Readonly<Record<string, unknown>> | undefined;

/** What a signed token says, and what is wrong with it. */
export interface Signed {
  readonly issuer: 'one' | 'two' | 'strange';
  readonly kid: string;
  readonly forged: boolean;
  readonly claims: Readonly<Record<string, unknown>> & {
    readonly sub: string;
    readonly aud: readonly string[];
    readonly iat: number;
    readonly exp: number;
    readonly nbf?: number;
  };
}

/** A token with the truth about it. */
export interface Token {
  readonly name: string;
  readonly text: string;
  readonly signed?: Signed;
  readonly opaque?: { readonly site: 'intro' | 'login'; readonly state: History<OpaqueState> };
  /** When our own client first obtained it; its expiry in seconds since the epoch. */
  minted?: { readonly at: number; readonly expiresAt?: number | undefined };
}

export const apis = ['https://api.example.com', 'https://other.example.com'] as const;
export const scopes = ['orders:read', 'orders:write', 'profile'] as const;
export const roles = ['admin', 'auditor'] as const;
export const groups = ['staff', 'guests'] as const;
export const subjects = Array.from({ length: 10 }, (_, index) => `member-${index + 1}`);
const machine = 'client-9';

let count = 0;

/** A new token of a random kind. */
export function makeToken(world: World): Token {
  const { random } = world;
  const name = `${++count}`;
  const token = random.chance(0.45) ? signedToken(world, name) : opaqueToken(world, name);
  world.byText.set(token.text, token);
  return token;
}

const person = ({ random }: World) => ({
  roles: random.some(roles),
  groups: random.some(groups),
  scope: random.some(scopes, 0.6).join(' '),
});

function signedToken(world: World, name: string): Token {
  const { random } = world;
  const now = Math.floor(Date.now() / 1000);
  const issuer = random.chance(0.04) ? 'strange' : random.pick(['one', 'one', 'two'] as const);
  const keys = world.issuers[issuer === 'strange' ? 'one' : issuer];
  const kid = random.chance(0.05) ? 'nobody' : random.chance(0.1) ? random.pick([...keys.keys.keys()]) : keys.signing;
  const isMachine = random.chance(0.15);
  const sub = isMachine ? machine : random.pick(subjects);
  const claims = {
    iss: `https://${issuer}.test`,
    sub,
    aud: random.chance(0.05) ? ['https://nobody.example.com'] : random.some(apis, 0.85),
    client_id: machine,
    iat: now,
    exp: now + random.pick([5, 60, 120, 300, 900]),
    jti: name,
    ...person(world),
    preferred_username: `name-of-${sub}`,
    nick: `nick-of-${sub}`,
    ...(random.chance(0.3) ? { auth_time: now - random.between(0, 200) } : {}),
    ...(random.chance(0.05) ? { nbf: now + random.between(0, 60) } : {}),
    ...(random.chance(0.03) ? { typ: 'Refresh' } : {}),
  };
  const key = keys.keys.get(kid) ?? keys.keys.get(keys.signing);
  if (key === undefined) throw new Error(`there is no key ${kid}`);
  const good = signJwt(key, claims, { kid });
  const forged = random.chance(0.05);
  const other = signJwt(key, { ...claims, jti: `not ${name}` }, { kid });
  const text = forged ? good.slice(0, good.lastIndexOf('.')) + other.slice(other.lastIndexOf('.')) : good;
  return { name: `${issuer} #${name}`, text, signed: { issuer, kid, forged, claims } };
}

function opaqueToken(world: World, name: string): Token {
  const site = world.random.pick(['intro', 'intro', 'login'] as const);
  if (world.random.chance(0.03)) return { name: `garbage #${name}`, text: `garbage${name}` };
  const state = new History<OpaqueState>(opaqueState(world, site), world.now);
  const text = `${site === 'intro' ? 'in_' : 'lo_'}${name.padStart(8, '0')}`;
  return { name: `${site} #${name}`, text, opaque: { site, state } };
}

/** What a provider may say of an active token. Whose token it is never changes where our own client obtained it. */
export function opaqueState(world: World, site: 'intro' | 'login', before?: OpaqueState): OpaqueState {
  const { random } = world;
  const now = Math.floor(Date.now() / 1000);
  if (site === 'login') {
    const id = (before?.id as string | undefined) ?? random.pick(subjects);
    return { id, login: `login-of-${id}`, roles: random.some(roles), groups: random.some(groups) };
  }
  const sub = random.chance(0.1) ? machine : random.pick(subjects);
  return {
    sub,
    client_id: sub === machine ? machine : random.chance(0.85) ? 'client-1' : random.pick(['client-2', 'another']),
    ...person(world),
    username: `name-of-${sub}`,
    nick: `nick-of-${sub}`,
    ...(random.chance(0.7) ? { aud: random.some(apis, 0.8) } : {}),
    ...(random.chance(0.7) ? { iat: now } : {}),
    ...(random.chance(0.6) ? { exp: now + random.pick([5, 30, 100, 600]) } : {}),
  };
}

/** Our client obtains the token; obtained again, it keeps its age. */
export function mint(token: Token, { ms }: Moment, expiresIn: number | undefined): void {
  token.minted = {
    at: token.minted?.at ?? ms / 1000,
    expiresAt: expiresIn === undefined ? undefined : ms / 1000 + expiresIn,
  };
}
