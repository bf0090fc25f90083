import type { Judge, ProviderAnswer, ProviderDocument, Verdict } from '@bearerkit/core/provider';

/** Scopes by which a token acts as anybody, or as an administrator. */
const impersonating: ReadonlySet<unknown> = new Set(['sudo', 'admin_mode']);
const reading: ReadonlySet<unknown> = new Set(['api', 'read_api', 'read_user']);

/**
 * Token info tells whose application a token is of; by status alone, since bodies and codes of bad tokens differ by
 * version. It never looks at the user.
 */
export const judgeTokenInfo: Judge = (answer) => {
  const { status, document } = answer;
  if (status === 400 || status === 401) return 'bad';
  if (status !== 200 || document === undefined) return elsewhere(answer);
  if (typeof document.application !== 'object') return 'malformed';
  return scopesOf(document).some((scope) => impersonating.has(scope)) ? 'refused' : 'good';
};

/** A personal access token speaks of itself; without one of these scopes it can not say whose it is. */
export const judgePersonalToken: Judge = (answer) => {
  const { status, document } = answer;
  if (status === 401 || isDenied(answer)) return 'bad';
  if (lacksScope(answer)) return 'refused';
  if (status !== 200 || document === undefined) return elsewhere(answer);
  if (typeof document.active !== 'boolean') return 'malformed';
  if (!document.active || document.revoked === true) return 'bad';
  const scopes = scopesOf(document);
  const isFit = scopes.some((scope) => reading.has(scope)) && !scopes.some((scope) => impersonating.has(scope));
  return isFit ? 'good' : 'refused';
};

/** The user behind a token must be a person who may act. A blocked one is 403, and so is a token short of scope. */
export const judgeUser: Judge = (answer) => {
  const { status, document } = answer;
  if (lacksScope(answer)) return 'misconfigured';
  if (isDenied(answer)) return 'bad';
  if (status !== 200 || document === undefined) return elsewhere(answer);
  if (document.bot === true) return 'refused';
  if (typeof document.state !== 'string') return 'malformed';
  return document.state === 'active' && document.locked !== true ? 'good' : 'bad';
};

/** OpenID userinfo answers its errors without a body; 403 is a token without the scope `openid`. */
export const judgeOpenid: Judge = (answer) => (answer.status === 403 ? 'misconfigured' : elsewhere(answer));

/** Scopes are a list or a text, and of older versions a list of another name. */
export function scopesOf({ scope, scopes }: ProviderDocument): readonly unknown[] {
  const value = scope ?? scopes;
  return Array.isArray(value) ? value : typeof value === 'string' ? value.split(' ') : [];
}

/** The API's 403 in its two shapes; others, such as a firewall's, say nothing of the token. */
const lacksScope = ({ status, document }: ProviderAnswer) => status === 403 && document?.error === 'insufficient_scope';
const isDenied = ({ status, document }: ProviderAnswer) => status === 403 && typeof document?.message === 'string';

/** Nothing there, another place, a page: this is not GitLab's root. The rest is read as everywhere. */
const elsewhere = ({ status, document }: ProviderAnswer): Verdict | undefined =>
  status === 404 || (status >= 300 && status < 400) || (status === 200 && document === undefined)
    ? 'misconfigured'
    : undefined;
