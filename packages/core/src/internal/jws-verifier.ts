/** Port for signature checks. The algorithm was matched against the allow-list and the key's type before. */
export interface JwsVerifier {
  /**
   * True when the compact token's signature holds under the public JWK. Never throws for a bad signature.
   * @throws Refusal for a bad key
   */
  verify(token: string, algorithm: string, jwk: Readonly<Record<string, unknown>>): Promise<boolean>;
}
