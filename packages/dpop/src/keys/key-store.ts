/** The global type, under a name that also exists where only Node.js's types are loaded. */
type Key = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { type: string }>;

/** A key pair of WebCrypto. Only the public key needs to be extractable. */
export interface SigningKeyPair {
  /** Signs the proofs. */
  readonly privateKey: Key;
  /** Is part of each proof. It must be extractable. */
  readonly publicKey: Key;
}

/**
 * A signature algorithm of proofs. `Ed25519` is the name of RFC 9864 for what RFC 8037 calls `EdDSA`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9864#section-2.2 RFC 9864 §2.2}
 */
export type ProofAlgorithm = "ES256" | "Ed25519";

/**
 * Keeps key pairs outside of the token set, for keys that cannot be exported. The token set then contains only
 * the key's thumbprint, as `extra.dpop_jkt`. Everything that uses the token store must have access to the keys.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7638 RFC 7638}: thumbprints
 */
export interface KeyStore {
  /** Returns the key pair with this thumbprint; `undefined` if it is not here. */
  find(thumbprint: string): Promise<SigningKeyPair | undefined>;
  /**
   * Returns the key pair of a login, and creates it if the login has none. All that ask at the same time must
   * get the same key pair, and it must be durable before it is returned.
   *
   * @param login identifies the login, and contains no secret
   */
  findOrCreate(login: string, algorithm: ProofAlgorithm): Promise<SigningKeyPair>;
}
