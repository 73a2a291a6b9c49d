import { TokenError } from "../errors/index.ts";
import { outcomeOfThrown, type SendOutcome } from "../renewal/index.ts";
import { copyOf, type TokenSet } from "../tokens/index.ts";
import type { RevokeFunction } from "./options.ts";

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
    await revoke(copyOf(tokens), { signal });
  } catch (thrown) {
    const outcome = await outcomeOfThrown(thrown, tokens);
    if (outcome.kind !== "unknown" || !outcome.isUnanswered) throw failureIn(outcome);
    throw new TokenError(
      "unavailable",
      "The revocation got no usable answer: the tokens may be revoked. They are kept; call revoke() again, or clear().",
      { cause: outcome.error.cause },
    );
  }
}

function failureIn(outcome: SendOutcome): TokenError {
  return outcome.kind === "usable"
    ? new TokenError("unavailable", "The revocation failed. Call revoke() again, or clear().")
    : outcome.error;
}
