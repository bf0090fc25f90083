import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const learn = (page: string) => `https://learn.microsoft.com/entra/identity-platform/${page}`;
const github = (path: string) => `https://github.com/${path}`;
const [access, ids, optional] = ['access-tokens', 'id-tokens', 'optional-claims-reference'].map(learn) as [
  string,
  string,
  string,
];
const [scopes, grant] = [learn('scopes-oidc'), learn('v2-oauth2-client-creds-grant-flow')];
const b2c = 'https://learn.microsoft.com/azure/active-directory-b2c/tokens-overview';
const validators = github('AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet');
const msal = (number: number) => github(`AzureAD/microsoft-authentication-library-for-js/issues/${number}`);
const keys = 'https://login.microsoftonline.com/common/discovery/v2.0/keys';

/** What Microsoft does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk(
    'graph-token-nonce',
    `${validators}/issues/609`,
    'Tokens for Graph look signed and never verify: told by sight.',
  ),
  quirk('default-scope-is-graph', scopes, 'A scope without a prefix yields a Graph token: logins name this API.'),
  quirk(
    'resource-mismatch-9010010',
    github('microsoft/azure-devops-mcp/issues/1601'),
    '`resource` must be the Application ID URI: we send none.',
  ),
  quirk('version-owned-by-api', access, "The API's manifest decides the version, not the endpoint: both are taken."),
  quirk('v1-issuer-slash', access, 'Issuers of version 1 and B2C end with a slash, those of version 2 do not: exact.'),
  quirk('templated-issuer', access, 'Metadata of `common` names a template as issuer: tenants must be listed.'),
  quirk('tenant-substring', access, 'An issuer that contains the tenant is not its issuer: whole texts are compared.'),
  quirk(
    'key-issuer',
    learn('signing-key-rollover'),
    'Keys say for which issuer they sign, which must be that of the token.',
  ),
  quirk(
    'foreign-cloud-keys',
    keys,
    'Keys of another cloud are among the global ones: `cloud_instance_name` must be ours.',
  ),
  quirk('no-alg-in-jwks', keys, 'Keys say no algorithm: RS256 is the only one taken.'),
  quirk('v1-jwks-without-issuer', validators, 'Keys of version 1 say no issuer: the set they are in decides.'),
  quirk('b2c-shared-key', b2c, 'One key signs for every B2C tenant: the issuer alone tells them apart.'),
  quirk('b2c-ver-1.0', b2c, 'B2C tokens always say version 1.0, and name the API by its client id.'),
  quirk('b2c-tfp-issuer', b2c, 'The issuer may hold the policy: give `endpoints.issuer`; policies are listed.'),
  quirk('ciam-guid-host', msal(8592), 'External ID signs in at one host, and its issuer is at another.'),
  quirk('china-two-hosts', learn('authentication-national-cloud'), 'China has two hosts for sign-in, and one issuer.'),
  quirk('aud-at-random', optional, 'Clients choose the spelling of `aud` in version 1: with a slash or without.'),
  quirk('id-token-same-aud', ids, 'ID tokens may have audience and roles of access tokens: a client must be named.'),
  quirk(
    'roleless-app-token',
    grant,
    'Any app gets a token for any API of its tenant: refused without role or listing.',
  ),
  quirk('idtyp-optional', optional, 'Without `idtyp` a token may be of a user or an app: `scp`, `sub` and `oid` tell.'),
  quirk('sub-is-pairwise', access, '`sub` is another one for each recipient: the subject is `tid` and `oid`.'),
  quirk(
    'noauth-email',
    learn('migrate-off-email-claim-authorization'),
    'Any administrator can write any `email`: unverified, unless its domain was checked.',
  ),
  quirk(
    'edov-encoding',
    github('supabase/auth'),
    '`xms_edov` is `"1"` or `true`: "0" and "false" are not taken for it.',
  ),
  quirk('upn-hash-ext', optional, 'Names of guests hold `#EXT#`: display only, and encoded wherever they go.'),
  quirk('groups-overage', optional, 'Too many groups are left out: refused, unless `groupOverage` says otherwise.'),
  quirk('old-refresh-still-valid', learn('refresh-tokens'), 'A used refresh token stays valid: its reuse is no theft.'),
  quirk('mi-24h-token', access, 'Tokens of managed identities live 24 hours: to end one, revoke its subject here.'),
  quirk('string-numbers', access, 'Version 1 answers numbers as texts: read as numbers.'),
  quirk(
    'text-429',
    learn('msal-error-handling-js'),
    'Too many requests are answered in plain text: 503, with its time.',
  ),
  quirk('own-default-gives-id-token', scopes, '`{own id}/.default` can yield an ID token: refused like any.'),
  quirk('double-slash-default', scopes, 'An Application ID URI that ends with a slash needs `//.default`.'),
  quirk(
    'frontchannel-no-iss',
    github('nginxinc/nginx-openid-connect/issues/117'),
    'Front-channel logout names no issuer: none is offered.',
  ),
];
