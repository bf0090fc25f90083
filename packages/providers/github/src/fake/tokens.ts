import type { GithubState, Grant, Token } from './state.ts';

/** What one grant brought. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
}

const day = 86_400_000;
/** Milliseconds. */
const accessLife = 28_800_000;
/** Milliseconds; GitHub writes it as 15897600 seconds. */
export const refreshLife: number = 184 * day;
/** Living tokens of one account, application and set of scopes; one more ends the oldest. */
const most = 10;

/** Issues tokens of an application; GitHub App tokens end after 8 hours, and `gho_` ones where that is asked for. */
export function issueTokens(state: GithubState, grant: Grant, expires: boolean): IssuedTokens {
  const prefix = state.settings.application === 'github-app' ? 'ghu_' : 'gho_';
  if (!expires) return { accessToken: putToken(state, prefix, grant) };
  const now = state.clock.now();
  const accessToken = `${prefix}${state.nextId(36)}`;
  const refreshToken = putToken(state, 'ghr_', grant, { expiresAt: now + refreshLife, partner: accessToken }, 76);
  put(state, accessToken, grant, { expiresAt: now + accessLife, partner: refreshToken });
  return { accessToken, refreshToken };
}

/** Issues one token of any kind. @param length of what follows the prefix */
export function putToken(
  state: GithubState,
  prefix: string,
  grant: Grant,
  more: Partial<Token> = {},
  length = 36,
): string {
  const text = prefix + state.nextId(Math.min(length, 64)).padEnd(length, '0');
  put(state, text, grant, more);
  return text;
}

function put(state: GithubState, text: string, grant: Grant, more: Partial<Token>): void {
  const kind = text.slice(0, 4);
  const alike = [...state.tokens].filter(([other, token]) => other.startsWith(kind) && sameGrant(token, grant));
  const oldest = alike.length >= most ? alike[0]?.[0] : undefined;
  if (oldest !== undefined) state.tokens.delete(oldest);
  state.tokens.set(text, { ...grant, id: 400_000_000 + state.tokens.size, createdAt: state.clock.now(), ...more });
}

const sameGrant = (one: Grant, other: Grant) =>
  one.client !== undefined &&
  one.client === other.client &&
  one.account === other.account &&
  [...one.scopes].sort().join() === [...other.scopes].sort().join();

/** A token that lives, if it does. */
export function liveToken({ tokens, clock }: GithubState, text: string | undefined): Token | undefined {
  const token = tokens.get(text ?? '');
  return token === undefined || (token.expiresAt ?? Number.POSITIVE_INFINITY) <= clock.now() ? undefined : token;
}

/** Ends a token and its partner. */
export function endToken({ tokens }: GithubState, text: string): void {
  const partner = tokens.get(text)?.partner;
  tokens.delete(text);
  if (partner !== undefined) tokens.delete(partner);
}

/** Ends every token that an application holds of an account. */
export function endGrant(state: GithubState, client: string, account: number): void {
  for (const [text, token] of state.tokens) {
    if (token.client === client && token.account === account) state.tokens.delete(text);
  }
}
