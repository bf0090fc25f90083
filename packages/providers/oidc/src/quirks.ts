import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const rfc = (number: number) => `https://www.rfc-editor.org/rfc/rfc${number}`;
const [auth0, zitadel, ping] = ['https://auth0.com/docs', 'https://zitadel.com/docs', 'https://docs.pingidentity.com'];
const [dex, hydra, logto] = ['https://dexidp.io/docs', 'https://www.ory.sh/docs/hydra', 'https://docs.logto.io'];
const [nop, ak] = ['https://github.com/panva/node-oidc-provider', 'https://github.com/goauthentik/authentik'];

/** What issuers do that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('issuer-trailing-slash', auth0, 'Issuers may end with a slash (Auth0, authentik): compared exactly.'),
  quirk('well-known-append-vs-insert', rfc(8414), 'Metadata of an issuer with a path has two places: both are tried.'),
  quirk('typ-at-jwt-rare', auth0, 'Few vendors send the type `at+jwt` by default: demanded only by `accessTokenTyp`.'),
  quirk('aud-is-client-id', dex, '`aud` is the client id (Dex, authentik): ID tokens can hardly be told apart.'),
  quirk('aud-empty-array', hydra, '`aud` is `[]` unless one was asked for: bind by `clientIds`.'),
  quirk('aud-has-userinfo', auth0, '`aud` is a list that also holds the userinfo URL: one whole element must be ours.'),
  quirk('no-audience-means-opaque', logto, 'Tokens asked for without an API are opaque, and not for us: refused.'),
  quirk('scp-array', hydra, 'Scopes may be a list in `scp`: read; if `scope` says another thing, refused.'),
  quirk('no-scope-claim', dex, 'Tokens carry no scopes: a route that demands some is 403; use `grant`.'),
  quirk('introspection-unlisted', hydra, 'Introspection is not in the metadata: set `endpoints.introspect`.'),
  quirk('introspection-unauthenticated', dex, 'Introspection answers anybody: it proves nothing without audience.'),
  quirk('introspection-client-id-is-caller', ak, '`client_id` may be ours for every token: bind by `audience`.'),
  quirk('introspection-bad-secret-inactive', ak, 'A wrong secret of ours makes every token inactive: try one first.'),
  quirk('introspection-other-provider-inactive', ak, 'Tokens of other clients are inactive: ask as the issuing one.'),
  quirk('introspection-refuses-jwt', nop, 'Signed tokens are answered 400: refused, not an outage.'),
  quirk('introspection-accepts-id-token', ping, 'ID tokens are active too: refused by their marks or audience.'),
  quirk('introspection-accepts-refresh', hydra, 'Refresh tokens are active too: refused by kind, or for want of it.'),
  quirk('active-not-boolean', rfc(7662), '`active` is "true" or 1 at home-made servers: 503, not let in.'),
  quirk('userinfo-refuses-aud', nop, 'Userinfo refuses tokens for an API: `profile()` gives the claims instead.'),
  quirk('userinfo-403-bad-token', dex, 'Userinfo answers 403 to a bad token: it never decides.'),
  quirk('userinfo-text-body', auth0, 'Userinfo answers 401 in plain text: not parsed.'),
  quirk('challenge-without-scheme', ak, 'The challenge of a 401 may lack its scheme: not parsed.'),
  quirk('userinfo-any-client', rfc(9700), 'Userinfo takes the token of any client: never a proof.'),
  quirk('basic-needs-urlencoding', zitadel, 'Ids hold `@`, secrets `+` and `:`: form-encoded, or in the body.'),
  quirk('roles-as-object', zitadel, 'Roles are the keys of an object: ignored by a pointer, readable by a function.'),
  quirk('sub-mode-mutable', ak, '`sub` can be set to an e-mail or user name: choose the hashed id or UUID.'),
  quirk('discovery-algs-not-allow-list', rfc(8725), 'Metadata may list HS256 or `none`: only `algorithms` counts.'),
  quirk('ec-keys', logto, "Keys may be on P-384: `algorithms: ['ES384']`."),
  quirk('html-errors', nop, 'Errors come as pages to whoever accepts pages: we accept JSON.'),
  quirk('relative-endpoint', hydra, 'Metadata may hold a relative URL: 503, not joined to anything.'),
  quirk('logout-token-typ-jwt', hydra, 'A logout token may have the type `JWT`: refused by its `events`.'),
  quirk('oidc-key-may-sign-all', dex, 'One key signs tokens of every kind: the signature alone proves no kind.'),
];
