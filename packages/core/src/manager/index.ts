export { CallContext } from "./call-context.ts";
export type { RevokeFunction, TokenManagerOptions } from "./options.ts";
export {
  createTokenManager,
  type GetOptions,
  type TokenManager,
  type WaitOptions,
} from "./token-manager.ts";
export {
  createTokenManagerPool,
  type PooledOptions,
  type TokenManagerPool,
  type TokenManagerPoolOptions,
} from "./token-manager-pool.ts";
