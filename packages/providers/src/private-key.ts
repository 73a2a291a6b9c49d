/**
 * A private key as a JWK.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517#section-4 RFC 7517 §4}
 */
export interface PrivateJwk {
  /** The algorithm of its signatures. */
  readonly alg?: string | undefined;
  /** Its id. */
  readonly kid?: string | undefined;
  /** The other members. */
  readonly [member: string]: unknown;
}

/** A private key of the Web Crypto API: a `CryptoKey`. */
export interface PrivateCryptoKey {
  /** Must be `"private"`. */
  readonly type: string;
  /** The algorithm and its parameters. */
  readonly algorithm: {
    /** The name of the algorithm in Web Crypto, such as `ECDSA`. */
    readonly name: string;
  };
  /** Whether the key can be exported. */
  readonly extractable: boolean;
  /** Must contain `"sign"`. */
  readonly usages: readonly string[];
}
