import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-10-01' });
const code = (path: string) => `https://github.com/${path}`;
const guide = (path: string) => `https://developers.google.com/identity/${path}`;
const [node, dex] = [code('googleapis/google-auth-library-nodejs'), code('dexidp/dex')];
const [claims, verify] = [guide('openid-connect/reference'), guide('gsi/web/guides/verify-google-id-token')];
const [oauth, web, risc] = [guide('protocols/oauth2'), guide('protocols/oauth2/web-server'), guide('protocols/risc')];
const [info, adk] = [code('sebastiangug/passport-google-token/issues/20'), code('google/adk-go/pull/1241')];
const userinfo = code('googleapis/google-api-php-client/issues/2420');

/** What Google does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('tokeninfo-accepts-any-app', info, 'tokeninfo and userinfo are 200 for every live token: `aud` decides.'),
  quirk('tokeninfo-strings', info, '`exp` and `email_verified` are strings: "false" is no yes.'),
  quirk('tokeninfo-has-no-iss-or-hd', info, 'tokeninfo tells neither issuer nor organisation: userinfo does.'),
  quirk('tokeninfo-400-not-401', info, 'A dead token is 400, in two shapes: a bad token, not our bad request.'),
  quirk('tokeninfo-token-in-url', node, 'The documented form has the token in the URL: sent as a form instead.'),
  quirk('no-sub-without-openid', node, 'Without identity scopes nobody is named: refused.'),
  quirk('tokeninfo-is-debug', verify, 'tokeninfo may be throttled: 503, never 401; answers are kept.'),
  quirk('issuer-two-forms', verify, 'ID tokens may name `accounts.google.com` without https: that form is refused.'),
  quirk('service-account-mints-any-audience', adk, 'Service accounts sign ID tokens for any `aud`: `azp` decides.'),
  quirk('sa-azp-varies', adk, "A service account's `azp` is an e-mail or an id: listed ones are known by `sub`."),
  quirk('gcloud-client-is-public', node, "The secrets of gcloud's clients are public: not accepted as ours."),
  quirk('email-verified-not-authoritative', verify, 'Verified is only Gmail, or an address with `hd`.'),
  quirk('hd-is-a-claim-not-a-suffix', claims, 'An organisation is the claim `hd`, never the end of an address.'),
  quirk('hd-param-is-a-hint', claims, 'The authorize parameter `hd` is a hint: the claim is checked.'),
  quirk('scope-aliases', info, '`email` comes back as a URL: both are `email` here.'),
  quirk('scopes-shrink-and-grow', web, 'People untick scopes, earlier ones are added: what comes back counts.'),
  quirk('refresh-only-first-consent', web, 'A refresh token comes at the first consent only: keep the old one.'),
  quirk('testing-mode-seven-days', oauth, 'While an application is in Testing, refresh tokens live seven days.'),
  quirk('hundred-refresh-tokens', oauth, 'The 101st refresh token of an account kills the first.'),
  quirk('error-text-changes-with-age', code('GAM-team/GAM/pull/1171'), 'Descriptions change: only `error` counts.'),
  quirk('revoke-needs-post', code('googleapis/oauth2client/issues/750'), 'Revocation by GET is 404: POST.'),
  quirk('id-token-lacks-name', dex, 'ID tokens may lack `name`, above all refreshed ones: absent, not made up.'),
  quirk('picture-absent', dex, '`picture` and `family_name` may be missing.'),
  quirk('userinfo-401-says-invalid-request', userinfo, 'A bad token is 401 `invalid_request`: the status decides.'),
  quirk('missing-scope-looks-like-bad-token', userinfo, 'Missing scopes are 401 too: tokeninfo is asked first.'),
  quirk('v2-v3-fields', userinfo, 'Older userinfo says `id` and `verified_email`: not read.'),
  quirk('sub-overflows-number', claims, 'The subject has 21 digits: always a string.'),
  quirk('risc-slash-no-exp-two-namespaces', risc, 'Security events are signed too, by another issuer: refused.'),
  quirk('iss-parameter-optional', claims, '`iss` may stand in the callback, unannounced: not demanded.'),
  quirk('idle-client-deleted', oauth, 'Clients unused for six months are deleted: `deleted_client`.'),
];
