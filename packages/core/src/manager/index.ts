/** Token managers: the cache, the schedule, and the callers that share one renewal. */

export { type AdapterTokens, adapterTokens, adapterView } from "./adapter-view.ts";
export { CallContext } from "./call-context.ts";
export { createTokenManager } from "./create-token-manager.ts";
export type { RevokeFunction, TokenManagerOptions } from "./options.ts";
export type { GetOptions, TokenManager, WaitOptions } from "./token-manager.ts";
export {
  createTokenManagerPool,
  type PooledOptions,
  type TokenManagerPool,
  type TokenManagerPoolOptions,
} from "./token-manager-pool.ts";
