import { joseVerifier } from '../jose/verifier.ts';
import { nodeVerifier } from '../node-crypto/verifier.ts';
import type { JwsVerifier } from './jws-verifier.ts';

/** `node:crypto` where the runtime has it for good (Node, Bun, Deno); jose on workers and at the edge. */
export function pickVerifier(): JwsVerifier {
  const isServer = globalThis.process?.versions?.node !== undefined;
  const isWorker = globalThis.navigator?.userAgent === 'Cloudflare-Workers';
  return isServer && !isWorker ? nodeVerifier() : joseVerifier();
}
