import type { Requirements } from '../../types.ts';
import type { Moment } from './history.ts';
import { audienceOf, byRole, identityOf, type Key, type Setup } from './setup.ts';
import type { Signed, Token } from './tokens.ts';
import type { UserState, World } from './world.ts';

/** What is so of a token at one instant: who it stands for and what it may. */
export interface Facts {
  readonly key: Key;
  readonly kind: 'user' | 'client';
  readonly subject: string;
  readonly username: string | undefined;
  readonly clientId: string | undefined;
  readonly audience: readonly string[];
  readonly providerScopes: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly expiresAt: number | undefined;
  /** Seconds since the epoch; when it was surely not issued before. */
  readonly issuedAt: number | undefined;
  readonly signedInAt: number | undefined;
}

/** Facts, or the reason why there are none. */
export type Finding = Facts | string;

/** Whose token it is for a route; else the reason. */
export function recognised(token: Token, accept: readonly string[], { keys }: Setup): { key: Key } | string {
  const admitted = (candidates: readonly Key[], otherwise: string) => {
    const configured = candidates.filter((key) => keys.includes(key));
    const key = configured.find((candidate) => accept.includes(candidate));
    return key !== undefined ? { key } : configured.length > 0 ? 'not_accepted' : otherwise;
  };
  if (token.signed !== undefined) {
    const { issuer } = token.signed;
    return admitted(issuer === 'one' ? ['one', 'other'] : issuer === 'two' ? ['two'] : [], 'unknown_issuer');
  }
  if (token.opaque?.site === 'intro') return admitted(['intro'], 'unrecognised');
  if (token.minted !== undefined) return admitted(['login'], 'unrecognised');
  const isLogin = token.opaque !== undefined && accept.includes('login') && keys.includes('login');
  return isLogin ? 'unbound' : 'unrecognised';
}

/** What an issuer's signature is worth at a time. @param isKnown whether the key is known */
export function judgeSigned(signed: Signed, key: Key, setup: Setup, ms: number, isKnown: boolean): Finding {
  const { claims, forged } = signed;
  const now = ms / 1000;
  if (now >= claims.exp + setup.skew) return 'expired';
  if ((claims.nbf ?? 0) > now + setup.skew) return 'not_yet_valid';
  if (!isKnown) return 'unknown_key';
  if (forged) return 'bad_signature';
  if (claims.typ === 'Refresh') return 'refresh_token';
  if (!claims.aud.some((aud) => audienceOf(key, setup).includes(aud))) return 'wrong_audience';
  const isMachine = claims.sub === claims.client_id;
  const name = setup.nick && key !== 'other' ? claims.nick : claims.preferred_username;
  return {
    key,
    kind: isMachine ? 'client' : 'user',
    subject: claims.sub,
    username: isMachine ? undefined : (name as string),
    clientId: claims.client_id as string,
    audience: claims.aud,
    ...lists(claims),
    expiresAt: claims.exp,
    issuedAt: claims.iat - setup.skew,
    signedInAt: claims.auth_time as number | undefined,
  };
}

/** What a provider says of an opaque token at one moment. */
export function judgeOpaque(token: Token, setup: Setup, { event, ms }: Moment): Finding {
  const state = token.opaque?.state.at(event);
  const now = ms / 1000;
  if (token.opaque?.site === 'login') {
    const { expiresAt, at } = token.minted ?? { expiresAt: undefined, at: 0 };
    if (expiresAt !== undefined && now >= expiresAt + setup.skew) return 'expired';
    if (state === undefined) return 'inactive';
    const [subject, username] = [state.id as string, state.login as string];
    const common = { kind: 'user', clientId: 'client-1', audience: [], signedInAt: undefined } as const;
    return { key: 'login', ...common, subject, username, ...lists(state), providerScopes: [], expiresAt, issuedAt: at };
  }
  if (state === undefined) return 'inactive';
  const audience = (state.aud ?? []) as string[];
  if (setup.introAudience && !audience.includes(setup.audience)) return 'wrong_audience';
  if (![setup.client, 'client-9'].includes(state.client_id as string)) return 'wrong_app';
  const expiresAt = state.exp as number | undefined;
  if (expiresAt !== undefined && now >= expiresAt + setup.skew) return 'expired';
  const isMachine = state.sub === state.client_id;
  return {
    key: 'intro',
    kind: isMachine ? 'client' : 'user',
    subject: state.sub as string,
    username: isMachine ? undefined : ((setup.nick ? state.nick : state.username) as string),
    clientId: state.client_id as string,
    audience,
    ...lists(state),
    expiresAt,
    issuedAt: state.iat === undefined ? undefined : (state.iat as number) - setup.skew,
    signedInAt: undefined,
  };
}

const lists = (document: Readonly<Record<string, unknown>>) => ({
  providerScopes: String(document.scope ?? '')
    .split(' ')
    .filter((scope) => scope !== ''),
  roles: document.roles as readonly string[],
  groups: document.groups as readonly string[],
});

/** Whether everything of a subject that was issued then is revoked now. */
export function isSubjectRevoked(
  world: World,
  identity: string,
  subject: string,
  issuedAt: number | undefined,
): boolean {
  const notAfter = world.revokedSubjects.get(`${identity} ${subject}`);
  return notAfter !== undefined && (issuedAt === undefined || issuedAt <= notAfter);
}

/** The answer of a route to a caller, now; no memory is asked. */
export function decide(world: World, facts: Facts, user: UserState, route: Requirements, setup: Setup): string {
  const { key, kind, subject, audience, roles, groups } = facts;
  if (isSubjectRevoked(world, identityOf(key, setup), subject, facts.issuedAt)) return say('revoked');
  if (setup.users !== undefined) {
    if (user === 'broken') return say('store_unavailable');
    if (user === undefined || (user === null && kind === 'user')) return say('unknown_user');
    if (user?.active === false) return say('inactive_user');
  }
  const has = (held: readonly string[], wanted?: readonly string[]) =>
    wanted === undefined || wanted.some((item) => held.includes(item));
  const isAudienceBound = key === 'one' || key === 'other' || key === 'two';
  const given = key === 'one' || key === 'two' ? undefined : setup.grant;
  const granted = given === 'by role' ? byRole(roles) : given;
  const scopes = granted ?? (isAudienceBound ? facts.providerScopes : []);
  const age = facts.signedInAt === undefined ? Number.POSITIVE_INFINITY : Date.now() / 1000 - facts.signedInAt;
  if (!has(audience, route.audience)) return say('wrong_audience');
  if (route.maxAge !== undefined && age > route.maxAge) return say('step_up_required');
  if (route.scopes?.every((scope) => scopes.includes(scope)) === false) return say('insufficient_scope');
  if (!has(scopes, route.anyScope)) return say('insufficient_scope');
  if (!has(roles, route.roles) || !has(groups, route.groups)) return say('forbidden');
  return describe({ ...facts, provider: key, scopes, user: setup.users === undefined ? undefined : user });
}

const forbidden = ['insufficient_scope', 'forbidden', 'unknown_user', 'inactive_user'];
const unsure = ['provider_unreachable', 'provider_rate_limited', 'provider_malformed', 'store_unavailable'];

/** A refusal in one word; which kind of "could not tell" it is does not matter. */
export function say(reason: string): string {
  if (unsure.includes(reason)) return '503';
  return `${forbidden.includes(reason) ? 403 : 401} ${reason}`;
}

/** Who was let in, in one word. */
export function describe(auth: {
  readonly provider: string;
  readonly kind: string;
  readonly subject: string;
  readonly username?: string | undefined;
  readonly clientId?: string | undefined;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly providerScopes: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly expiresAt?: number | undefined;
  readonly user: unknown;
}): string {
  const { provider, kind, subject, username, clientId, audience, scopes, providerScopes, roles, groups } = auth;
  const { expiresAt, user } = auth;
  const who = [provider, kind, subject, username, clientId, audience, scopes, providerScopes, roles, groups];
  return `200 ${JSON.stringify([...who, expiresAt, user])}`;
}
