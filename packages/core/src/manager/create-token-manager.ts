import { Manager } from "./manager.ts";
import { resolveOptions, type TokenManagerOptions } from "./options.ts";
import type { TokenManager } from "./token-manager.ts";

/**
 * Creates the token manager of one account.
 *
 * @throws {TypeError} that names the first wrong option
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14 RFC 9700 §4.14}
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { fileStore } from "@refresh-once/core/file";
 * import { oroBank } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: fileStore("/var/lib/my-service/oro.json"),
 *   seed: () => ({ refreshToken: process.env.ORO_REFRESH_TOKEN ?? "" }),
 * });
 * const { accessToken } = await tokens.get();
 * ```
 */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  return new Manager(resolveOptions("createTokenManager", options));
}
