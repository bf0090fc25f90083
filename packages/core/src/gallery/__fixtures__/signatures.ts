import { sign } from 'node:crypto';
import { segment } from '../../__fixtures__/keys.ts';
import type { BadToken, Room } from './bad-token.ts';
import { keys, type Workshop } from './workshop.ts';

const unaltered = 'Send the token as the issuer signed it, whole.';
const parts = (token: string) => token.split('.') as [string, string, string];
const bytes = (text: string) => Buffer.from(text, 'base64url');

/** A good token with other bytes for its signature. */
const resigned = ({ token }: Workshop, change: (signature: Buffer) => Uint8Array): string => {
  const [header, payload, signature] = parts(token());
  return `${header}.${payload}.${Buffer.from(change(bytes(signature))).toString('base64url')}`;
};

const tokens: readonly BadToken[] = [
  {
    id: 'payload-altered',
    title: 'A token that was improved',
    wrong: 'Somebody changed a claim after the issuer had signed.',
    make: ({ token, claims }) => {
      const [header, , signature] = parts(token());
      return `${header}.${segment(claims({ sub: 'administrator' }))}.${signature}`;
    },
    reason: 'bad_signature',
    check: 'signature',
    says: /^64 bytes .*64 bytes that hold [^`]*$/,
    remedy: unaltered,
    reference: 'RFC 7515 §5.2',
  },
  {
    id: 'signature-altered',
    title: 'A signature with a bit turned',
    wrong: 'The signature is not the one that the issuer made.',
    make: (workshop) => resigned(workshop, (signature) => signature.fill(signature[9] === 1 ? 2 : 1, 9, 10)),
    reason: 'bad_signature',
    check: 'signature',
    says: /^64 bytes .*64 bytes that hold [^`]*$/,
    like: 'payload-altered',
    remedy: unaltered,
    reference: 'RFC 7515 §5.2',
  },
  {
    id: 'signature-of-zeros',
    title: 'A signature of zeros',
    wrong: 'Both numbers are zero, which a careless verifier takes for every message.',
    make: (workshop) => resigned(workshop, (signature) => signature.fill(0)),
    reason: 'bad_signature',
    check: 'signature',
    says: /^64 bytes .*64 bytes that hold [^`]*$/,
    like: 'payload-altered',
    remedy: unaltered,
    reference: 'CVE-2022-21449',
  },
  {
    id: 'signature-empty',
    title: 'The signature is gone',
    wrong: 'Nothing stands after the last dot, and the header still says ES256.',
    make: (workshop) => resigned(workshop, () => new Uint8Array()),
    reason: 'bad_signature',
    check: 'signature',
    says: /^0 bytes/,
    remedy: 'Copy the whole token; some tools and logs cut the signature off.',
    reference: 'RFC 7515 §5.2',
  },
  {
    id: 'signature-truncated',
    title: 'A token cut short',
    wrong: 'The last bytes of the signature are missing.',
    make: (workshop) => resigned(workshop, (signature) => signature.subarray(0, 45)),
    reason: 'bad_signature',
    check: 'signature',
    says: /^45 bytes/,
    remedy: 'Copy the whole token; look for a limit of the length of a header or field.',
    reference: 'RFC 7518 §3.4',
  },
  {
    id: 'signature-der',
    title: 'A signature in another dress',
    wrong: 'The two numbers of the signature are in DER, as OpenSSL writes them.',
    make: ({ token }) => {
      const input = parts(token()).slice(0, 2).join('.');
      return `${input}.${sign('sha256', Buffer.from(input), keys.current.privateKey).toString('base64url')}`;
    },
    reason: 'bad_signature',
    check: 'signature',
    says: /in DER/,
    remedy: 'Have the issuer write R and S side by side.',
    reference: 'RFC 7518 §3.4',
  },
];

/** Signatures that do not hold. */
export const signatures: Room = { title: 'Signatures', tokens };
