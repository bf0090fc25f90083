import { createHash } from 'node:crypto';
import type { Answer } from '@bearerkit/testkit';
import type { Code, MeetupState } from './state.ts';
import { refuse, tokenAnswer, withClient } from './token-answer.ts';

/** `grant_type=authorization_code`: a code works once, for its client, with the redirect URI it was asked for with. */
export function codeGrant(state: MeetupState, form: URLSearchParams): Answer {
  return withClient(state, form, (client) => {
    const text = form.get('code') ?? '';
    const code = state.codes.get(text);
    if (code === undefined || code.client !== client.id || code.expiresAt <= state.clock.now()) {
      return refuse('invalid_grant', 'Invalid code');
    }
    if (form.get('redirect_uri') !== code.redirectUri) return refuse('invalid_client');
    if (state.settings.pkceEnforced && !verifies(code, form.get('code_verifier'))) return refuse('invalid_grant');
    state.codes.delete(text);
    return tokenAnswer(state, { client: client.id, member: code.member });
  });
}

/** S256 (RFC 7636 §4.6); a code that was asked for without a challenge needs no verifier. */
function verifies({ challenge }: Code, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
