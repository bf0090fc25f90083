import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A signing key of a realm. */
export interface KeycloakKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** What a realm signs with. */
export interface KeycloakKeys {
  /** The first signs, the others only verify. */
  signing: readonly KeycloakKey[];
  /** Signs refresh tokens; never published. */
  readonly secret: Buffer;
  readonly encryption: KeycloakKey;
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Nothing is ever signed or encrypted with it. */
const idle = pair();

/** Two signing keys, one for encryption, and a secret. */
export function createKeys(nextId: () => string): KeycloakKeys {
  const [active, passive, encryption] = [nextId(), nextId(), nextId()];
  return {
    signing: [
      { kid: active, ...pair() },
      { kid: passive, ...idle },
    ],
    secret: randomBytes(64),
    encryption: { kid: encryption, ...idle },
  };
}

/** A new key signs from now on; the one before it stays published, older ones do not. */
export function rotate(keys: KeycloakKeys, nextId: () => string): void {
  keys.signing = [{ kid: nextId(), ...pair() }, ...keys.signing.slice(0, 1)];
}

/** The document at `/certs`: the encryption key comes first. */
export function jwksOf({ signing, encryption }: KeycloakKeys): { readonly keys: readonly object[] } {
  const published = ({ kid, publicKey }: KeycloakKey, use: string, alg: string) => ({
    kid,
    alg,
    use,
    ...publicKey.export({ format: 'jwk' }),
  });
  const signers = signing.map((key) => published(key, 'sig', 'RS256')).reverse();
  return { keys: [published(encryption, 'enc', 'RSA-OAEP'), ...signers] };
}
