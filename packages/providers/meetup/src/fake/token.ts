import type { Answer, Call, Routes } from '@bearerkit/testkit';
import { codeGrant } from './code-grant.ts';
import { jwtGrant } from './jwt-grant.ts';
import { refreshGrant } from './refresh-grant.ts';
import type { MeetupState } from './state.ts';
import { refuse } from './token-answer.ts';

/** The token endpoint, for all grants. Client credentials in a Basic header are ignored, as at Meetup. */
export function tokenRoutes(state: MeetupState): Routes {
  return { 'POST /oauth2/access': ({ form }) => grant(state, form) };
}

function grant(state: MeetupState, form: Call['form']): Answer {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return codeGrant(state, form);
    case 'refresh_token':
      return refreshGrant(state, form);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return jwtGrant(state, form);
    case null:
      return refuse('invalid_request', 'grant_type required');
    default:
      return refuse('unsupported_grant_type');
  }
}
