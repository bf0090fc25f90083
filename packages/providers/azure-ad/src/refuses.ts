import type { ProviderDocument, Refused } from '@bearerkit/core/provider';
import { isOfItsTenant, standsFor } from './claims.ts';
import { microsoftApis } from './clouds.ts';

type Issuer = 'issuer' | 'issuerV1';
type When = NonNullable<Refused['when']>;

/** Signed over another header than the one that is sent: nobody but Microsoft can check it. */
const isForMicrosoft: When = (header, { aud }) => header.nonce !== undefined || microsoftApis.has(aud);

/** One registration may be client and API at once: then nothing else tells its ID tokens from its access tokens. */
const isIdToken: When = (_, { azp, appid }) => typeof (azp ?? appid) !== 'string';

const common: readonly Omit<Refused, 'issuer'>[] = [
  {
    when: isForMicrosoft,
    reason: 'graph_token',
    detail: 'a scope without a prefix means Microsoft Graph: request {Application ID URI}/{scope}',
  },
  { when: isIdToken, reason: 'id_token', detail: 'it names no client (azp, appid)' },
  { when: (_, { aud }) => typeof aud !== 'string', reason: 'wrong_audience', detail: 'aud is not one text' },
];

const workforce: readonly Omit<Refused, 'issuer'>[] = [
  { when: (_, claims) => !isOfItsTenant(claims), reason: 'unknown_issuer', detail: 'tid is not the tenant of iss' },
  {
    when: (_, { oid }) => typeof oid !== 'string' || oid === '',
    reason: 'unrecognised',
    detail: 'it names nobody (oid): request the scope profile as well',
  },
];

const whoever: Omit<Refused, 'issuer'> = {
  when: (_, claims) => standsFor(claims) === undefined,
  reason: 'unrecognised',
  detail: 'neither of a user (scp) nor of an app (sub is oid): agents and devices are not taken',
};

const encrypted = {
  shape: { prefix: 'EwB', alphabet: 'token68', length: [397, 16_381] },
  reason: 'graph_token',
  detail: 'an encrypted token of a personal account: request {Application ID URI}/{scope}',
} as const satisfies Refused;

/** What is refused by sight of a tenant: of both issuers, since an API of one version is sent tokens of both. */
export const refuses: readonly Refused<Issuer>[] = [
  encrypted,
  ...(['issuer', 'issuerV1'] as const).flatMap((issuer) =>
    [...common, ...workforce, whoever].map((kind) => ({ issuer, ...kind })),
  ),
];

/** What is refused by sight of an external directory. @param isTaken whether the token's policy is let in */
export const refusesExternal = (isTaken: (claims: ProviderDocument) => boolean): readonly Refused<'issuer'>[] => [
  ...[...common, whoever].map((kind) => ({ issuer: 'issuer', ...kind }) as const),
  { issuer: 'issuer', when: (_, claims) => !isTaken(claims), reason: 'unrecognised', detail: 'another policy' },
];
