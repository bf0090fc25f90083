import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Grant, MeetupState } from './state.ts';

/** A signing key, as the vendor's page shows it once: what a server needs for the JWT flow. */
export interface MeetupSigningKey {
  /** For the `kid` header. */
  readonly keyId: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** What the fake keeps of a signing key: its public half, and the member it may speak for. */
export interface RegisteredKey extends Grant {
  readonly publicKey: KeyObject;
}

/** Creates an RSA signing key on a client, for one member. */
export function createSigningKey(state: MeetupState, grant: Grant): MeetupSigningKey {
  const keyId = state.nextId(16);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  state.signingKeys.set(keyId, { ...grant, publicKey });
  return { keyId, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
