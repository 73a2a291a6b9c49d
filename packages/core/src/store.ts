/**
 * The contract of a token store, and functions for authors of stores.
 *
 * @example
 * ```ts
 * import { parseTokenRecord, type TokenRecord } from "@refresh-once/core/store";
 *
 * async function readRecord(database: Map<string, string>, key: string): Promise<TokenRecord | undefined> {
 *   const text = database.get(key);
 *   return text === undefined ? undefined : parseTokenRecord(text, `The key ${key}`);
 * }
 * ```
 *
 * @packageDocumentation
 */
export {
  type Claim,
  type ClaimHolder,
  damagedRecord,
  descendsFrom,
  isClaim,
  isTokenStore,
  type Lease,
  parseTokenRecord,
  type ReadClaim,
  type Refusal,
  type Retry,
  type Spending,
  storeLocation,
  type TokenRecord,
  type TokenStore,
  UnansweredClaims,
  writeTokenRecord,
} from "./store/index.ts";
export { type KeepAliveLimits, keepAliveAt } from "./tokens/index.ts";
export {
  checkOptionNames,
  checkOptions,
  keyRule,
  type OptionRule,
  type OptionRules,
  processWide,
  textOf,
  textRule,
  wrongOption,
} from "./values/index.ts";
