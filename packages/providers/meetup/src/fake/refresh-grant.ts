import type { Answer } from '@bearerkit/testkit';
import type { MeetupState } from './state.ts';
import { refuse, tokenAnswer, withClient } from './token-answer.ts';

/** `grant_type=refresh_token`, in the three ways that were seen at Meetup. */
export function refreshGrant(state: MeetupState, form: URLSearchParams): Answer {
  return withClient(state, form, (client) => {
    const { refresh, refreshBoundToClient } = state.settings;
    const text = form.get('refresh_token') ?? '';
    const grant = state.refreshTokens.get(text);
    if (grant === undefined || (refreshBoundToClient && grant.client !== client.id)) {
      return refuse('invalid_grant', 'Unknown or previously used refresh_token');
    }
    if (refresh !== 'same') state.refreshTokens.delete(text);
    return tokenAnswer(state, grant, refresh === 'rotate' ? undefined : text);
  });
}
