import type { ProviderDocument, Refused, Rejection } from '@bearerkit/core/provider';

const access = ['Bearer', 'DPoP'];
const typ = (...kinds: readonly unknown[]) => ({
  issuer: 'issuer' as const,
  when: (_header: ProviderDocument, claims: ProviderDocument) => kinds.includes(claims.typ),
});

/** The claim `typ` tells the kinds of a realm apart; keys and header do not. Of claims and of answers. */
export const accessOnly: readonly Rejection[] = [{ claim: '/typ', noneOf: access, reason: 'unrecognised' }];

/** Kinds that are refused by sight, so that none is ever sent anywhere: refresh tokens are active in an introspection. */
export const otherKinds = [
  { ...typ('Refresh', 'Offline'), reason: 'refresh_token', detail: 'by its claim typ' },
  { ...typ('ID'), reason: 'id_token', detail: 'by its claim typ' },
] as const satisfies readonly Refused<'issuer'>[];

/** Whether a token says whom it stands for. */
export const namesSubject = (_header: ProviderDocument, claims: ProviderDocument): boolean => claims.sub !== undefined;

/** A token that names nobody, where Keycloak is not asked. */
export const nameless = {
  issuer: 'issuer',
  when: (header, claims) => access.includes(String(claims.typ)) && !namesSubject(header, claims),
  reason: 'unrecognised',
  detail:
    'it has no sub: a lightweight access token (ask with mode jwt+introspection), or its client lacks the scope basic',
} as const satisfies Refused<'issuer'>;
