import type { TokenSet } from "@refresh-once/core";
import type { ProofAlgorithm } from "./key-store.ts";

/**
 * Whether a provider says that an access token is bound to a key: by its type, or by the field of Autional.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-5 RFC 9449 §5}
 */
export function isBound({ tokenType, extra }: TokenSet): boolean {
  return tokenType?.toLowerCase() === "dpop" || extra?.dpop_access_token_bound === true;
}

/**
 * Whether a provider has issued an access token of another type, such as `Bearer`. A token set without a type,
 * for example one of a login that was imported with its key, is not one of these.
 */
export function isDowngraded(tokens: TokenSet): boolean {
  return tokens.tokenType !== undefined && !isBound(tokens);
}

/** The algorithm that the provider wants, if it says so, as Autional does. */
export function signingAlgorithmOf(tokens: TokenSet | undefined): ProofAlgorithm | undefined {
  const named = tokens?.extra?.dpop_signing_alg;
  if (named === "ES256") return named;
  return named === "EdDSA" || named === "Ed25519" ? "Ed25519" : undefined;
}
