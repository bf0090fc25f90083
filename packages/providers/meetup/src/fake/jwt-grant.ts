import { verify } from 'node:crypto';
import type { Answer } from '@bearerkit/testkit';
import type { Grant, MeetupState } from './state.ts';
import { refuse, tokenAnswer } from './token-answer.ts';

/**
 * The JWT server flow: no client secret, a signed assertion instead. `sub` is the member the signing key was made for.
 *
 * @see https://www.meetup.com/graphql/authentication/
 */
export function jwtGrant(state: MeetupState, form: URLSearchParams): Answer {
  const assertion = form.get('assertion');
  if (assertion === null) return refuse('invalid_request', 'assertion required');
  const grant = granted(state, assertion);
  return grant === undefined ? refuse('invalid_grant') : tokenAnswer(state, grant);
}

/** Whom a good assertion speaks for. */
function granted({ signingKeys, clock }: MeetupState, assertion: string): Grant | undefined {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const { alg, kid } = decode(header);
  const key = alg === 'RS256' && typeof kid === 'string' ? signingKeys.get(kid) : undefined;
  if (key === undefined) return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, key.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const { iss, sub, aud, exp } = decode(payload);
  const meant = iss === key.client && String(sub) === key.member && aud === 'api.meetup.com';
  const alive = typeof exp === 'number' && exp * 1000 > clock.now();
  return meant && alive ? { client: key.client, member: key.member } : undefined;
}

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}
