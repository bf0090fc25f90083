import { now } from '../../__fixtures__/issuer.ts';
import type { BadToken, Room } from './bad-token.ts';

const renew = 'Obtain a new access token; refresh it a little before it ends.';
const issuerSide = 'Have the issuer write `exp` as a number of seconds since 1970.';
const clocks = 'Set the clocks of both machines by NTP; 30 seconds are tolerated (`clockToleranceSec`).';

const expiry: readonly BadToken[] = [
  {
    id: 'expired',
    title: 'It worked yesterday',
    wrong: 'The time in `exp` has passed.',
    make: ({ token }) => token({ exp: now() - 86_400 }),
    reason: 'expired',
    check: 'expiry',
    says: /^\d{10} \(20[^)]*\) wanted later than.*has expired/,
    remedy: renew,
    reference: 'RFC 7519 §4.1.4',
  },
  {
    id: 'exp-missing',
    title: 'A token that never ends',
    wrong: '`exp` is missing, and a leaked token would be good for ever.',
    make: ({ token }) => token({ exp: undefined }),
    reason: 'expired',
    check: 'expiry',
    says: /^absent/,
    remedy: issuerSide,
    reference: 'RFC 9068 §2.2',
  },
  {
    id: 'exp-string',
    title: 'An expiry in quotes',
    wrong: '`exp` is a text, though its digits name a good time.',
    make: ({ token }) => token({ exp: String(now() + 300) }),
    reason: 'expired',
    check: 'expiry',
    says: /^"\d{10}"/,
    remedy: issuerSide,
    reference: 'RFC 7519 §2, NumericDate',
  },
  {
    id: 'exp-milliseconds',
    title: 'An expiry in the year 55,000',
    wrong: '`exp` counts milliseconds, so the token would outlive everybody.',
    make: ({ token }) => token({ exp: (now() + 300) * 1000 }),
    reason: 'expired',
    check: 'expiry',
    says: /^\d{13}.*milliseconds/,
    remedy: issuerSide,
    reference: 'RFC 7519 §2, NumericDate',
  },
  {
    id: 'exp-huge',
    title: 'An expiry beyond all numbers',
    wrong: '`exp` is too great to be a time.',
    make: ({ token }) => token({ exp: 1e300 }),
    reason: 'expired',
    check: 'expiry',
    says: /^1e\+300/,
    remedy: issuerSide,
    reference: 'RFC 7519 §4.1.4',
  },
  {
    id: 'exp-negative',
    title: 'An expiry before 1970',
    wrong: '`exp` is negative.',
    make: ({ token }) => token({ exp: -1 }),
    reason: 'expired',
    check: 'expiry',
    says: /^-1/,
    remedy: issuerSide,
    reference: 'RFC 7519 §4.1.4',
  },
];

const begin: readonly BadToken[] = [
  {
    id: 'nbf-future',
    title: 'A token for tomorrow',
    wrong: '`nbf` lies ahead: the token is not to be taken yet.',
    make: ({ token }) => token({ nbf: now() + 3_600 }),
    reason: 'not_yet_valid',
    check: 'nbf',
    says: /^\d{10} \(20/,
    remedy: clocks,
    reference: 'RFC 7519 §4.1.5',
  },
  {
    id: 'nbf-string',
    title: 'A beginning in quotes',
    wrong: '`nbf` is a text.',
    make: ({ token }) => token({ nbf: String(now()) }),
    reason: 'not_yet_valid',
    check: 'nbf',
    says: /^"\d{10}"/,
    remedy: 'Have the issuer write `nbf` as a number of seconds since 1970, or leave it out.',
    reference: 'RFC 7519 §2, NumericDate',
  },
  {
    id: 'iat-future',
    title: 'A token from the future',
    wrong: '`iat` lies ahead: one of the two clocks is wrong.',
    make: ({ token }) => token({ iat: now() + 3_600 }),
    reason: 'not_yet_valid',
    check: 'iat',
    says: /^\d{10} \(20/,
    remedy: clocks,
    reference: 'RFC 7519 §4.1.6',
  },
];

/** When a token is good. */
export const times: Room = { title: 'Times', tokens: [...expiry, ...begin] };
