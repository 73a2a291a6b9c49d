import type { TokenManager } from "@refresh-once/core";

/**
 * Closes a manager or a pool before SIGINT or SIGTERM ends this process: the answer to a request that
 * is underway is the only copy of the new tokens. This is the recipe of the README. A second signal of
 * the same kind ends the process at once.
 */
export function closeOnSignals(tokens: Pick<TokenManager, "close">): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      tokens.close().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
    });
  }
}
