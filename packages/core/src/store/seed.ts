import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import { checkSeed, type Seed, type TokenSet } from "../tokens/index.ts";
import { sha256 } from "../values/index.ts";

/** A seed after it was checked: the tokens of a login, from the `seed` option. */
export interface CheckedSeed {
  readonly tokens: TokenSet;
  /** A hash of the token, so that the store can recognize a seed without storing it. */
  readonly hash: string;
}

/**
 * Calls the seed function and checks the tokens that it returns.
 *
 * @returns the error if there are no usable tokens
 */
export async function readSeed(
  seed: () => Seed | Promise<Seed>,
): Promise<CheckedSeed | TokenError> {
  try {
    const tokens = checkSeed(await seed());
    return { tokens, hash: await hashOf(tokens.refreshToken ?? tokens.accessToken) };
  } catch (thrown) {
    if (!isTokenError(thrown)) {
      const cause = safeCause(thrown, undefined);
      const message = `The \`seed\` function failed (${cause.message}). Nothing was sent.`;
      return new TokenError("misconfigured", message, { cause });
    }
    const isInvalid = thrown.code === "invalid_response";
    return isInvalid ? new TokenError("misconfigured", thrown.message) : thrown;
  }
}

async function hashOf(secret: string): Promise<string> {
  // Tokens consist of ASCII characters, so each one is a byte.
  const bytes = Uint8Array.from(secret, (character) => character.charCodeAt(0));
  // React Native has no `crypto`, and a page that was loaded over http has no `crypto.subtle`.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const digest = subtle ? await subtle.digest("SHA-256", bytes) : sha256(bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 22);
}
