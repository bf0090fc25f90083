import type { Grant, SlackState } from './state.ts';

/** What a grant gives. */
export interface SlackTokens {
  readonly accessToken: string;
  /** With rotation alone. */
  readonly refreshToken?: string | undefined;
  /** Seconds; with rotation alone. */
  readonly expiresIn?: number | undefined;
}

const prefixes = { oidc: 'xoxp-', user: 'xoxp-', bot: 'xoxb-', app: 'xapp-' } as const;
const lifeSeconds = 43_200;

/** Issues a token of the family; with rotation one that ends, and what refreshes it. */
export function issueTokens(state: SlackState, grant: Grant): SlackTokens {
  const { settings, nextId, clock } = state;
  const prefix = prefixes[grant.family];
  if (!settings.rotation || grant.family === 'app') {
    const accessToken = `${prefix}${nextId(48)}`;
    state.tokens.set(accessToken, grant);
    return { accessToken };
  }
  const [accessToken, refreshToken] = [`xoxe.${prefix}1-${nextId(48)}`, `xoxe-1-${nextId(48)}`];
  state.tokens.set(accessToken, { ...grant, expiresAt: clock.now() + lifeSeconds * 1000 });
  state.refreshTokens.set(refreshToken, grant);
  return { accessToken, refreshToken, expiresIn: lifeSeconds };
}

/** Kills every token an app holds for a user, as when the user removes the app. */
export function removeTokens(state: SlackState, { client, user }: Pick<Grant, 'client' | 'user'>): void {
  for (const [text, token] of state.tokens) {
    if (token.client === client && token.user === user) state.tokens.set(text, { ...token, revoked: true });
  }
  for (const [text, grant] of state.refreshTokens) {
    if (grant.client === client && grant.user === user) state.refreshTokens.delete(text);
  }
}
