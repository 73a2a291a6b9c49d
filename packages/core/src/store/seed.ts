import { isTokenError, safeCause, TokenError } from "../errors/index.ts";
import { checkSeed, type Seed, type TokenSet } from "../tokens/index.ts";
import { sha256 } from "../values/index.ts";

/** The operator's tokens, checked. */
export interface UsableSeed {
  readonly tokens: TokenSet;
  /** Tells seeds apart without keeping them. */
  readonly hash: string;
}

/**
 * Calls the seed function and checks its tokens.
 *
 * @returns the reason if it has no tokens
 */
export async function readSeed(seed: () => Seed | Promise<Seed>): Promise<UsableSeed | TokenError> {
  try {
    const tokens = checkSeed(await seed());
    return { tokens, hash: await hashOf(tokens.refreshToken ?? tokens.accessToken) };
  } catch (thrown) {
    if (!isTokenError(thrown)) {
      const cause = safeCause(thrown, undefined);
      const message = `The \`seed\` function failed (${cause.message}). Nothing was sent.`;
      return new TokenError("misconfigured", message, { cause });
    }
    const isEmpty = thrown.code === "invalid_response";
    return isEmpty ? new TokenError("misconfigured", thrown.message) : thrown;
  }
}

async function hashOf(secret: string): Promise<string> {
  // Tokens are ASCII.
  const bytes = Uint8Array.from(secret, (character) => character.charCodeAt(0));
  // React Native has no `crypto`, and a page that was loaded over http no `subtle`.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const digest = subtle ? await subtle.digest("SHA-256", bytes) : sha256(bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 22);
}
