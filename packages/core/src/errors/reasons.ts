/** RFC 6750 §3.1 codes, plus `access_denied` (403 without a challenge) and `temporarily_unavailable` (503). */
export type AuthErrorCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'temporarily_unavailable';

/** What is known about one reason: what the client gets, and what a person reads in log, command line and console. */
export interface ReasonInfo {
  readonly status: 400 | 401 | 403 | 503;
  readonly code: AuthErrorCode;
  /** What happened, in one sentence. */
  readonly sentence: string;
  /** What to do about it, in one sentence. */
  readonly fix: string;
}

const refused = (sentence: string, fix: string) => ({ status: 401, code: 'invalid_token', sentence, fix }) as const;
const request = (sentence: string, fix: string) => ({ status: 400, code: 'invalid_request', sentence, fix }) as const;
const denied = (sentence: string, fix: string) => ({ status: 403, code: 'access_denied', sentence, fix }) as const;
const unsure = (sentence: string, fix: string) =>
  ({ status: 503, code: 'temporarily_unavailable', sentence, fix }) as const;

/** The closed list of reasons. Each has a page of its name in the documentation. */
export const reasons = {
  missing: refused('The request carries no credential.', 'Send `Authorization: Bearer <access token>`.'),
  malformed: request('The Authorization header can not be read.', 'Send the scheme, one space and one token.'),
  two_credentials: request('The request carries more than one credential.', 'Send exactly one Authorization header.'),
  expired: refused('The token has expired.', 'Obtain a new access token.'),
  not_yet_valid: refused('The token is not valid yet.', 'Check the clocks of this machine and of the issuer.'),
  bad_signature: refused('The signature does not hold.', 'Use an unaltered token, signed with an allowed algorithm.'),
  unknown_key: refused('No key of the issuer has this key id.', 'Obtain a new token; the key may have been retired.'),
  unknown_issuer: refused(
    'No configured provider has this issuer.',
    'Configure the issuer, exactly as `iss` spells it.',
  ),
  wrong_audience: refused('The token was issued for another API.', 'Request a token whose audience is this API.'),
  wrong_app: refused('The token was issued to another application.', 'Obtain the token through our client id.'),
  unbound: refused(
    'Nothing shows that the token was issued to us.',
    'Obtain the token through our login or token relay.',
  ),
  graph_token: refused('This token is meant for Microsoft Graph.', 'Request a token for the scope of this API.'),
  org_server_token: refused(
    'Only the Okta organisation server can read this token.',
    'Use a custom authorization server.',
  ),
  id_token: refused('An ID token is not an access token.', 'Send the access token of the same token response.'),
  refresh_token: refused('A refresh token is not an access token.', 'Exchange it at the token endpoint first.'),
  revoked: refused('The token was revoked.', 'Sign in again to obtain a new token.'),
  inactive: refused('The provider says that the token is not active.', 'Obtain a new access token.'),
  insufficient_scope: {
    status: 403,
    code: 'insufficient_scope',
    sentence: 'The token lacks a scope that this route demands.',
    fix: 'Request the scope, or grant it to the provider with `grant`.',
  },
  step_up_required: refused(
    'The sign-in is too old or too weak for this route.',
    'Sign in again as the challenge says.',
  ),
  proof_required: refused('This token needs a proof of possession.', 'Send a DPoP proof with the request.'),
  bad_proof: refused('The proof of possession does not hold.', 'Sign a fresh proof for this method and URL.'),
  unknown_user: denied('The caller is not linked to a local user.', 'Link the provider subject to a local user.'),
  inactive_user: denied('The local user is not active.', 'Activate the user in its directory.'),
  unrecognised: refused(
    'No configured provider issues tokens that look like this.',
    'Send an access token of a configured provider.',
  ),
  provider_unreachable: unsure(
    'The provider could not be asked.',
    'Try again later; check the network to the provider.',
  ),
  provider_rate_limited: unsure('The provider limits our calls.', 'Try again after the time in Retry-After.'),
  provider_malformed: unsure(
    'The provider gave an answer that can not be trusted.',
    'Check the endpoint; see the log.',
  ),
  disabled: denied('Access with third-party tokens is switched off.', 'Switch `policy.enabled` on.'),
  not_accepted: refused(
    'This route does not accept tokens of this provider.',
    'Use a provider that the route accepts.',
  ),
  forbidden: denied('A rule of this route refuses the caller.', 'Ask the administrator for access.'),
  unsupported_confirmation: refused(
    'The token is bound to a key in a way not supported here.',
    'Request a plain bearer token.',
  ),
  store_unavailable: unsure('A store that this API needs can not be read.', 'Check the database; see the log.'),
} as const satisfies Record<string, ReasonInfo>;

/** Why a request was refused: one of the closed list. */
export type Reason = keyof typeof reasons;
