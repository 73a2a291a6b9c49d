import { TokenError } from "@refresh-once/core";
import { generateProof } from "dpop";
import type { SigningKeyPair } from "../keys/index.ts";

/** What a proof is about. */
export interface ProofContent {
  readonly pair: SigningKeyPair;
  readonly url: URL;
  readonly method: string;
  readonly nonce: string | undefined;
  /** Absent in a request to the token endpoint. */
  readonly accessToken: string | undefined;
}

/**
 * Makes the proof for one request. Each proof can be used once.
 *
 * @throws {TokenError} `misconfigured` if the platform or the key cannot sign
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.2 RFC 9449 §4.2}
 */
export async function proofOf(content: ProofContent): Promise<string> {
  const { pair, url, method, nonce, accessToken } = content;
  const target = `${url.origin}${url.pathname}`;
  try {
    return await generateProof(pair, target, method, nonce, accessToken);
  } catch (cause) {
    const message = "The DPoP proof cannot be signed. Nothing was sent. Is WebCrypto available?";
    throw new TokenError("misconfigured", message, { cause });
  }
}
