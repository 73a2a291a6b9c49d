import { setTimeout as after } from "node:timers/promises";
import { isTokenError, type TokenErrorKind, type TokenManager } from "@refresh-once/core";

/** What came of a call: an access token, or a kind of failure. */
export type Outcome = { readonly accessToken: string } | { readonly failed: TokenErrorKind };

/** Never rejects but with what is no error of ours. */
export async function outcomeOf(manager: TokenManager): Promise<Outcome> {
  try {
    const { accessToken } = await manager.get();
    return { accessToken };
  } catch (error) {
    if (isTokenError(error)) return { failed: error.kind };
    throw error;
  }
}

/** The access token, as soon as there is one again. */
export async function tokenOf(manager: TokenManager): Promise<string> {
  for (;;) {
    const outcome = await outcomeOf(manager);
    if ("accessToken" in outcome) return outcome.accessToken;
    if (outcome.failed === "terminal") throw new Error("the login is lost");
    await after(20);
  }
}
