import { createHash } from 'node:crypto';
import { now } from '../../__fixtures__/issuer.ts';
import { signJwt } from '../../__fixtures__/keys.ts';
import type { BadToken, Room } from './bad-token.ts';
import { keys } from './workshop.ts';

const plain = { typ: 'JWT' };
const access = 'Send the `access_token` of the same token response.';

const idTokens: readonly BadToken[] = [
  {
    id: 'id-token-nonce',
    title: 'An ID token with a nonce',
    wrong: 'The token proves a sign-in to the client, and grants nothing.',
    make: ({ token }) => token({ nonce: 'n-1' }, plain),
    reason: 'id_token',
    check: 'not an ID token',
    says: /^nonce/,
    remedy: access,
    reference: 'OpenID Connect Core §2',
  },
  {
    id: 'id-token-at-hash',
    title: 'An ID token with the hash of its access token',
    wrong: '`at_hash` stands in ID tokens alone.',
    make: ({ token }) => token({ at_hash: 'aGFzaA' }, plain),
    reason: 'id_token',
    check: 'not an ID token',
    says: /^at_hash/,
    remedy: access,
    reference: 'OpenID Connect Core §3.1.3.6',
  },
  {
    id: 'id-token-audience',
    title: 'An ID token by its audience',
    wrong: '`aud` is our client, not our API, and no scope is granted.',
    make: ({ token }) => token({ aud: 'client-1', azp: 'client-1', client_id: undefined, scope: undefined }, plain),
    reason: 'id_token',
    check: 'not an ID token',
    says: /^aud /,
    remedy: access,
    reference: 'RFC 8725 §2.8',
  },
  {
    id: 'id-token-use',
    title: 'An ID token that says so',
    wrong: 'The claim `token_use` is `id`.',
    make: ({ token }) => token({ token_use: 'id' }, plain),
    reason: 'id_token',
    check: 'kind',
    says: /^id /,
    remedy: access,
    reference: 'RFC 8725 §3.12',
  },
];

const others: readonly BadToken[] = [
  {
    id: 'refresh-token',
    title: 'A refresh token',
    wrong: 'The claim `typ` says that the token is for the token endpoint alone.',
    make: ({ token }) => token({ typ: 'Refresh' }, plain),
    reason: 'refresh_token',
    check: 'kind',
    says: /^Refresh/,
    remedy: 'Exchange it at the token endpoint, and send the access token.',
    reference: 'RFC 6749 §1.5',
  },
  {
    id: 'offline-token',
    title: 'An offline token',
    wrong: 'The claim `typ` says that it is a refresh token that outlives the session.',
    make: ({ token }) => token({ typ: 'Offline' }, plain),
    reason: 'refresh_token',
    check: 'kind',
    says: /^Offline/,
    remedy: 'Exchange it at the token endpoint, and send the access token.',
    reference: 'OpenID Connect Core §11',
  },
  {
    id: 'logout-token-header',
    title: 'A logout token',
    wrong: 'The header says `logout+jwt`: it ends sessions, and opens nothing.',
    make: ({ token }) => token({}, { typ: 'logout+jwt' }),
    reason: 'unrecognised',
    check: 'token type',
    says: /^logout\+jwt/,
    remedy: 'Send the access token; logout tokens are for the back-channel alone.',
    reference: 'OpenID Connect Back-Channel Logout §2.4',
  },
  {
    id: 'logout-token-events',
    title: 'A logout token without a type',
    wrong: 'The claim `events` stands in logout tokens and security events alone.',
    make: ({ token }) => token({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, plain),
    reason: 'unrecognised',
    check: 'kind',
    says: /^events/,
    remedy: 'Send the access token; logout tokens are for the back-channel alone.',
    reference: 'OpenID Connect Back-Channel Logout §2.6, RFC 8417',
  },
  {
    id: 'security-event-token',
    title: 'A security event',
    wrong: 'The header says `secevent+jwt`: it tells what happened, and lets nobody in.',
    make: ({ token }) => token({}, { typ: 'secevent+jwt' }),
    reason: 'unrecognised',
    check: 'token type',
    says: /^secevent\+jwt/,
    remedy: 'Send the access token.',
    reference: 'RFC 8417 §4.6',
  },
  {
    id: 'dpop-proof',
    title: 'A DPoP proof instead of the token',
    wrong: 'A proof shows that the caller holds a key, not what the caller may do.',
    make: ({ issuer }) => {
      const header = { typ: 'dpop+jwt', kid: undefined, jwk: keys.foreign.publicKey.export({ format: 'jwk' }) };
      return signJwt(keys.foreign, { jti: 'proof-1', htm: 'GET', htu: issuer, iat: now() }, header);
    },
    reason: 'unknown_issuer',
    check: 'issuer',
    says: /DPoP proof/,
    remedy: 'Send the access token in `Authorization`, and the proof in the header `DPoP`.',
    reference: 'RFC 9449 §4.2',
  },
  {
    id: 'client-assertion',
    title: 'A client assertion',
    wrong: 'The client itself wrote it, to prove who it is at the token endpoint.',
    make: ({ token, issuer }) => token({ iss: 'client-1', sub: 'client-1', aud: issuer }, plain, keys.foreign),
    reason: 'unknown_issuer',
    check: 'issuer',
    says: /client assertion/,
    remedy: 'Exchange it at the token endpoint, and send the access token.',
    reference: 'RFC 7523 §3',
  },
];

const thumbprint = createHash('sha256').update('a key or certificate').digest('base64url');

const bound: readonly BadToken[] = [
  {
    id: 'certificate-bound',
    title: 'A token bound to a certificate',
    wrong: '`cnf` binds it to a TLS client certificate, which is not seen here.',
    make: ({ token }) => token({ cnf: { 'x5t#S256': thumbprint } }),
    reason: 'unsupported_confirmation',
    check: 'confirmation',
    says: /^\["x5t#S256"\]/,
    remedy: 'Request a plain or a DPoP-bound token for this API.',
    reference: 'RFC 8705 §3',
  },
  {
    id: 'bound-twice',
    title: 'A token bound to a key and to a certificate',
    wrong: '`cnf` names two ways of proof, of which one is not checked here.',
    make: ({ token }) => token({ cnf: { jkt: thumbprint, 'x5t#S256': thumbprint } }),
    dpop: true,
    reason: 'unsupported_confirmation',
    check: 'confirmation',
    says: /^\["jkt","x5t#S256"\]/,
    remedy: 'Have the issuer bind the token in one way.',
    reference: 'RFC 7800 §3.1',
  },
  {
    id: 'bound-unread',
    title: 'A token bound to a key where no proofs are read',
    wrong: '`cnf` binds it to a key, and `dpop` is not switched on here.',
    make: ({ token }) => token({ cnf: { jkt: thumbprint } }),
    reason: 'unsupported_confirmation',
    check: 'proof of possession',
    says: /`dpop` is not set/,
    remedy: 'Switch `dpop` on, or request a plain bearer token.',
    reference: 'RFC 9449 §7',
  },
  {
    id: 'bound-as-bearer',
    title: 'A token bound to a key, without its proof',
    wrong: 'It came as `Bearer`, as from somebody who found it and has no key.',
    make: ({ token }) => token({ cnf: { jkt: thumbprint } }),
    dpop: true,
    needsRequest: true,
    reason: 'proof_required',
    check: 'proof of possession',
    says: /wanted a proof with each request/,
    remedy: 'Send `Authorization: DPoP`, and a fresh proof in the header `DPoP`.',
    reference: 'RFC 9449 §7.2',
  },
  {
    id: 'not-bound',
    title: 'A plain token where only bound ones are taken',
    wrong: 'The route wants tokens that are bound to a key.',
    make: ({ token }) => token(),
    dpop: true,
    demands: { dpop: true },
    reason: 'proof_required',
    check: 'proof of possession',
    says: /^only tokens that are bound/,
    remedy: 'Send a DPoP proof in the token request, to obtain a bound token.',
    reference: 'RFC 9449 §5',
  },
];

/** Tokens that are meant for something else. */
export const kinds: Room = { title: 'Another kind of token', tokens: [...idTokens, ...others, ...bound] };
