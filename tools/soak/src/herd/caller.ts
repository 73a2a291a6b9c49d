import { setTimeout as sleep } from "node:timers/promises";
import { isTokenError, type TokenManager } from "@refresh-once/core";
import { expiredToken } from "./log-in.ts";

/** The shortest and the longest pause before a service tries again, ms. */
const pause = { least: 500, most: 1_500 };

/**
 * Asks until there are new tokens, or a person must log in.
 *
 * @param failed is called with the code of each failure
 */
export async function askUntilRenewed(
  tokens: TokenManager,
  failed: (code: string) => void,
): Promise<"renewed" | "logged out"> {
  for (;;) {
    try {
      const { accessToken } = await tokens.get();
      if (accessToken === expiredToken) throw new Error("a caller got the expired access token");
      return "renewed";
    } catch (error) {
      if (!isTokenError(error)) throw error;
      failed(error.code);
      if (error.kind === "terminal") return "logged out";
      await sleep(pauseBefore(error.retryAt));
    }
  }
}

/** @param retryAt epoch ms */
function pauseBefore(retryAt = 0): number {
  const { least, most } = pause;
  return Math.max(retryAt - Date.now(), least + Math.random() * (most - least));
}
