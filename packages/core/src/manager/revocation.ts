import { TokenError } from "../errors/index.ts";
import { outcomeOfThrown, type SendOutcome } from "../renewal/index.ts";
import { copyOf, type TokenSet } from "../tokens/index.ts";
import type { RevokeFunction } from "./options.ts";

/**
 * Revokes tokens at the provider.
 *
 * @throws {TokenError} if the tokens are not revoked, or may not be
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
    if (outcome.kind !== "unknown" || !outcome.isUnanswered) throw toTokenError(outcome);
    throw new TokenError(
      "unavailable",
      "The revocation got no usable response, so the tokens may be revoked. They are kept. Call revoke() again, or clear().",
      { cause: outcome.error.cause },
    );
  }
}

function toTokenError(outcome: SendOutcome): TokenError {
  return outcome.kind === "usable"
    ? new TokenError("unavailable", "The revocation failed. Call revoke() again, or clear().")
    : outcome.error;
}
