import { failureOf } from "./failure.ts";
import type { RevokeFunction } from "./options.ts";
import { TokenError } from "./token-error.ts";
import type { TokenSet } from "./token-set.ts";

/**
 * Has the provider revoke tokens.
 * @throws {TokenError} after which they are as good, or as dead, as before
 */
export async function revokeTokens(
  revoke: RevokeFunction,
  tokens: TokenSet,
  signal: AbortSignal,
): Promise<void> {
  try {
    await revoke(tokens, { signal });
  } catch (thrown) {
    const failure = failureOf(thrown, tokens);
    if (failure.code !== "in_doubt") throw failure;
    throw new TokenError(
      "unavailable",
      "No usable answer came back: the tokens may be revoked. They are kept; call revoke() again, or clear().",
      { cause: failure.cause },
    );
  }
}
