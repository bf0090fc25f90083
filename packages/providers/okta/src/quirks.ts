import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, page: string, summary: string): Quirk => ({
  ...{ id, summary, source: new URL(page, 'https://developer.okta.com/docs/').href, checked: '2026-08-01' },
});
const [servers, guide, oidc] = ['concepts/auth-servers', 'guides/validate-access-tokens', 'reference/api/oidc'];
const [claims, github] = ['guides/customize-authz-server', '//github.com/okta'];

/** What Okta does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('org-token-looks-valid', guide, 'Org tokens may verify locally, whosever they are: refused.'),
  quirk('org-kid-missing', `${github}/okta-oidc-js/issues/46`, 'Keys of org tokens may be hidden: not looked for.'),
  quirk('typ-reversed', oidc, 'Proper access tokens have no `typ`, the private kind has one: content decides.'),
  quirk('id-token-same-key', oidc, 'One key signs ID tokens too: `jti`, `cid` and `scp` tell them apart.'),
  quirk('sub-is-login', claims, '`sub` is a login that changes and passes on: the subject is `uid`.'),
  quirk('userinfo-sub-differs', oidc, "Userinfo's `sub` is the `uid`: where the token has a login, it is not used."),
  quirk('uid-absent', oidc, 'Tokens of machines have no `uid`: the caller is the client itself.'),
  quirk('scp-array', oidc, 'Scopes are a list in `scp`, and a text in answers: both are read.'),
  quirk('scope-string-delegation', guide, 'Delegation tokens have another shape, with a text in `scope`: refused.'),
  quirk('default-aud-shared', servers, '`api://default` is the audience of every app: name `clientIds`.'),
  quirk('aud-equals-client-id', servers, 'A client id may be the audience: ID tokens are refused still.'),
  quirk('dynamic-issuer', servers, 'One server speaks under two issuers: list them, `otherIssuers`.'),
  quirk('issuer-slash', `${github}/okta-jwt-verifier-js`, 'An issuer never ends with a slash: refused as an option.'),
  quirk('admin-host', `${github}/okta-jwt-verifier-js`, '`-admin` is no issuer: refused as an option.'),
  quirk('keys-url', `${github}/okta-spring-boot/issues/134`, 'Keys are where discovery says.'),
  quirk('two-oauth-discovery-forms', servers, 'Metadata has two places: the one is asked, then the other.'),
  quirk('discovery-hides-claims', servers, 'Own scopes are missing from metadata, which are no list of valid ones.'),
  quirk('introspect-any-kind', oidc, 'ID and refresh tokens are active too: only whole access tokens are let in.'),
  quirk('introspect-aud-per-endpoint', oidc, 'Client assertions are made for one endpoint: not offered.'),
  quirk('revoke-always-200', oidc, 'Unknown tokens are revoked with 200 too: refused here as well.'),
  quirk('local-check-misses-revocation', guide, "Revoked tokens verify: `mode: 'introspection'` sees it."),
  quirk('groups-over-100', claims, 'Over 100 groups in the claim fail the token request: told, not repeated.'),
  quirk('no-policy-no-token', claims, 'Without an access policy there are no tokens: told as `access_denied`.'),
  quirk('dpop-nonce-first', 'guides/dpop', 'Apps that demand DPoP refuse our token request: use one without.'),
  quirk('dpop-ath-omitted', 'guides/dpop', 'Bound tokens are no bearer tokens; a proof must name the token (`ath`).'),
  quirk('jwe-access-token', 'guides/key-management', 'Access tokens may be encrypted: refused, without a call.'),
  quirk('reset-is-epoch', 'reference/rl2-monitor', '`X-Rate-Limit-Reset` is a time: not taken for a delay.'),
  quirk('error-shape-switch', 'reference/rate-limits', 'Some errors are not those of OAuth: 503, never 401.'),
  quirk('reuse-kills-access-tokens', 'guides/refresh-tokens', 'Reuse kills access tokens too: only asking shows.'),
  quirk('logout-by-email', 'guides/oin-universal-logout-overview', 'Users are named by e-mail: revoke by `uid`.'),
  quirk('event-hook-gap', 'reference/api/event-types', 'No event tells of a revoked token: none is waited for.'),
];
