import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const docs = (page: string) => `https://developer.okta.com/docs/${page}/`;
const issue = (place: string) => `https://github.com/okta/${place}`;
const [servers, guide] = [docs('concepts/auth-servers'), docs('guides/validate-access-tokens')];
const [claims, oidc] = [docs('guides/customize-authz-server'), docs('reference/api/oidc')];
const [refresh, dpop, limits] = [docs('guides/refresh-tokens'), docs('guides/dpop'), docs('reference/rl2-monitor')];
const [events, logout] = [docs('reference/api/event-types'), docs('guides/oin-universal-logout-overview')];

/** What Okta does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('org-token-looks-valid', guide, 'Tokens of the org server may verify locally, whosever they are: refused.'),
  quirk('org-kid-missing', issue('okta-oidc-js/issues/46'), 'The key of org tokens may be hidden: never looked for.'),
  quirk('typ-reversed', oidc, 'Proper access tokens have no `typ`, the private kind has one: content decides.'),
  quirk('id-token-same-key', oidc, 'One key signs ID tokens too: `jti`, `cid` and `scp` tell them apart.'),
  quirk('sub-is-login', claims, '`sub` is a login that changes and passes on: the subject is `uid`.'),
  quirk('userinfo-sub-differs', oidc, "Userinfo's `sub` is the `uid`: it is not matched with the login, nor used."),
  quirk('uid-absent', oidc, 'Tokens of machines have no `uid`: the caller is the client itself.'),
  quirk('scp-array', oidc, 'Scopes are a list in `scp`, and a text in answers: both are read.'),
  quirk('scope-string-delegation', guide, 'Delegation tokens have another shape, with a text in `scope`: refused.'),
  quirk('default-aud-shared', servers, '`api://default` is the audience of every app: name `clientIds`.'),
  quirk('aud-equals-client-id', servers, 'A client id may be the audience of the API: ID tokens are refused still.'),
  quirk('dynamic-issuer', servers, 'One server speaks under two issuers: list them, `otherIssuers`.'),
  quirk('issuer-slash', issue('okta-jwt-verifier-js'), 'An issuer never ends with a slash: refused as an option.'),
  quirk(
    'admin-host',
    issue('okta-jwt-verifier-js'),
    'The host with `-admin` is never an issuer: refused as an option.',
  ),
  quirk('keys-url', issue('okta-spring-boot/issues/134'), 'Keys are where discovery says, not below the issuer.'),
  quirk('two-oauth-discovery-forms', servers, 'Metadata has two places: the OIDC one is asked, then the other.'),
  quirk(
    'discovery-hides-claims',
    servers,
    'Own scopes are missing from metadata: which are never a list of valid ones.',
  ),
  quirk('introspect-any-kind', oidc, 'ID and refresh tokens are active too: only whole access tokens are let in.'),
  quirk('introspect-aud-per-endpoint', oidc, 'Client assertions are made for one endpoint: not offered, use a secret.'),
  quirk('revoke-always-200', oidc, 'Unknown tokens are revoked with 200 too: the token is refused here as well.'),
  quirk('local-check-misses-revocation', guide, "Revoked tokens still verify: `mode: 'introspection'` sees it."),
  quirk('groups-over-100', claims, 'Over 100 groups in the claim fail the token request: told, not repeated.'),
  quirk('no-policy-no-token', claims, 'Without a matching access policy tokens are denied: told as `access_denied`.'),
  quirk('dpop-nonce-first', dpop, 'Apps that demand DPoP refuse our token request: a login needs an app without.'),
  quirk('dpop-ath-omitted', dpop, 'Bound tokens are refused as bearer; a proof must name the token (`ath`).'),
  quirk(
    'jwe-access-token',
    docs('guides/key-management'),
    'Servers may encrypt access tokens: refused, without a call.',
  ),
  quirk('reset-is-epoch', limits, '`X-Rate-Limit-Reset` is a time, not a delay: not taken for one.'),
  quirk('error-shape-switch', limits, 'Rate limits and unknown servers are not errors of OAuth: 503, never 401.'),
  quirk(
    'reuse-kills-access-tokens',
    refresh,
    'Reuse of a rotated refresh token kills access tokens: only asking shows.',
  ),
  quirk('logout-by-email', logout, 'Universal Logout names users by e-mail: revoke by subject, the `uid`.'),
  quirk('event-hook-gap', events, 'No event tells of a revoked token: nothing here waits for one.'),
];
