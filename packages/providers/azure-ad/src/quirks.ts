import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const learn = (page: string) => `https://learn.microsoft.com/entra/identity-platform/${page}`;
const github = (path: string) => `https://github.com/${path}`;
const [access, optional, scope] = [learn('access-tokens'), learn('optional-claims-reference'), learn('scopes-oidc')];
const b2c = 'https://learn.microsoft.com/azure/active-directory-b2c/tokens-overview';
const wilson = github('AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet');
const ciam = github('AzureAD/microsoft-authentication-library-for-js/issues/8592');
const [mcp, logout] = [github('microsoft/azure-devops-mcp/issues/1601'), github('nginxinc/nginx-openid-connect')];
const [app, edov] = [learn('v2-oauth2-client-creds-grant-flow'), github('supabase/auth')];
const [jwks, roll] = ['https://login.microsoftonline.com/common/discovery/v2.0/keys', learn('signing-key-rollover')];
const [mail, life] = [learn('migrate-off-email-claim-authorization'), learn('refresh-tokens')];

/** What Microsoft does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('graph-token-nonce', wilson, 'Tokens for Graph look signed and never verify: refused by sight.'),
  quirk('default-scope-is-graph', scope, 'A scope without a prefix yields a Graph token: logins name this API.'),
  quirk('resource-mismatch-9010010', mcp, '`resource` must be the Application ID URI: we send none.'),
  quirk('version-owned-by-api', access, "The API's manifest decides the version, not the endpoint: both are taken."),
  quirk('v1-issuer-slash', access, 'Issuers of version 1 and B2C end with a slash, those of version 2 do not: exact.'),
  quirk('templated-issuer', access, 'Metadata of `common` names a template as issuer: tenants must be listed.'),
  quirk('tenant-substring', access, 'An issuer that contains the tenant is not its issuer: whole texts are compared.'),
  quirk('key-issuer', roll, 'Keys say for which issuer they sign: it must be that of the token.'),
  quirk('foreign-cloud-keys', jwks, 'Keys of other clouds are among ours: `cloud_instance_name` must fit.'),
  quirk('no-alg-in-jwks', jwks, 'Keys say no algorithm: RS256 is the only one taken.'),
  quirk('v1-jwks-without-issuer', wilson, 'Keys of version 1 say no issuer: the set they are in decides.'),
  quirk('b2c-shared-key', b2c, 'One key signs for every B2C tenant: the issuer alone tells them apart.'),
  quirk('b2c-ver-1-0', b2c, 'B2C tokens always say version 1.0, and name the API by its client id.'),
  quirk('b2c-tfp-issuer', b2c, 'The issuer may hold the policy: give `endpoints.issuer`; policies are listed.'),
  quirk('ciam-guid-host', ciam, 'External ID signs in at one host, and its issuer is at another.'),
  quirk('china-two-hosts', learn('authentication-national-cloud'), 'China signs in at two hosts, with one issuer.'),
  quirk('aud-at-random', optional, 'Clients choose the spelling of `aud` in version 1: with a slash or without.'),
  quirk('id-token-same-aud', learn('id-tokens'), 'ID tokens may have our `aud` and roles: a client must be named.'),
  quirk('roleless-app-token', app, 'Any app gets a token for any API of its tenant: it needs a role, or to be listed.'),
  quirk('idtyp-optional', optional, 'Without `idtyp` a token may be of a user or an app: `scp`, `sub`, `oid` tell.'),
  quirk('sub-is-pairwise', access, '`sub` is another one for each recipient: the subject is `tid` and `oid`.'),
  quirk('noauth-email', mail, 'Any administrator can write any `email`: verified only where its domain was checked.'),
  quirk('edov-encoding', edov, '`xms_edov` is `"1"` or `true`: other spellings of yes count, and no others.'),
  quirk('upn-hash-ext', optional, 'Names of guests hold `#EXT#`: for display, never a key.'),
  quirk('groups-overage', optional, 'Too many groups are left out: refused, unless `groupOverage` says otherwise.'),
  quirk('old-refresh-still-valid', life, 'A used refresh token stays valid: its reuse is no theft.'),
  quirk('mi-24h-token', access, 'Tokens of managed identities live 24 hours: to end one, revoke its subject here.'),
  quirk('string-numbers', access, 'Version 1 answers numbers as texts: read as numbers.'),
  quirk(
    'text-429',
    learn('msal-error-handling-js'),
    'Too many requests are answered in plain text: 503, with its time.',
  ),
  quirk('own-default-gives-id-token', scope, '`{own id}/.default` can yield an ID token: refused like any.'),
  quirk('double-slash-default', scope, 'An Application ID URI that ends with a slash needs `//.default`.'),
  quirk('frontchannel-no-iss', logout, 'Front-channel logout names no issuer: none is offered.'),
];
