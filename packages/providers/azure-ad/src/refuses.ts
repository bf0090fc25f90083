import type { ProviderDocument, Refused } from '@bearerkit/core/provider';
import { isOfItsTenant, standsFor, textOf } from './claims.ts';
import { isGuid, type Options } from './options.ts';

type Kind = Pick<Refused, 'reason' | 'detail' | 'when'>;

/** Values of `aud` that name Microsoft's own APIs, in every cloud. */
const microsoft =
  /^(0{7}3-(0000-){2}c000-0{12}|https:\/\/[a-z-]*(graph|management)\.(microsoft|azure|chinacloudapi)\.(com|us|cn)\/?)$/;
const graph = { reason: 'graph_token', detail: 'request the scope {Application ID URI}/{name}' } as const;

const whoever: readonly Kind[] = [
  // Signed over another header than the one that is sent: nobody but Microsoft can check it.
  { ...graph, when: (header, { aud }) => header.nonce !== undefined || microsoft.test(textOf(aud)) },
  // Where one registration is client and API at once, nothing else tells its ID tokens from its access tokens.
  { reason: 'id_token', detail: 'names no client', when: (_, { azp, appid }) => typeof (azp ?? appid) !== 'string' },
  { reason: 'wrong_audience', detail: 'aud is not one text', when: (_, { aud }) => typeof aud !== 'string' },
  { reason: 'unrecognised', detail: 'neither of a user nor of an app', when: (_, claims) => !standsFor(claims) },
];

const workforce: readonly Kind[] = [
  { reason: 'unknown_issuer', detail: 'tid is not the tenant of iss', when: (_, claims) => !isOfItsTenant(claims) },
  { reason: 'unrecognised', detail: 'no oid: request the scope profile', when: (_, { oid }) => !isGuid(oid) },
];

/** What is refused by sight; of both issuers, since an API of one version is sent tokens of both. */
export function refusesOf({ directory, authority, policies }: Options): readonly Refused<'issuer' | 'issuerV1'>[] {
  const taken = (policies ?? [String(authority?.split('/').at(-1))]).map((policy) => policy.toLowerCase());
  const isOther = ({ scp, tfp, acr }: ProviderDocument) => !scp || !taken.includes(textOf(tfp ?? acr).toLowerCase());
  const b2c: Kind[] = [
    { reason: 'unrecognised', detail: 'of an app or a policy', when: (_, claims) => isOther(claims) },
  ];
  const kinds = [...whoever, ...{ workforce, b2c, 'external-id': [] }[directory]];
  const issuers = directory === 'workforce' ? (['issuer', 'issuerV1'] as const) : (['issuer'] as const);
  return [
    // An encrypted token of a personal account; shorter texts may be anybody's.
    { ...graph, shape: { prefix: 'EwB', alphabet: 'token68', length: [397, 16_381] } },
    ...issuers.flatMap((issuer) => kinds.map((kind) => ({ issuer, ...kind }))),
  ];
}
