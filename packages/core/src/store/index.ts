/** The contract of token stores, the records in them and how each result changes a record, seeds, and polling. */

export { isDue, nextRetry, type RetryableFailure } from "./back-off.ts";
export { isCooling, persistCoolDown } from "./cool-down.ts";
export { descendsFrom, withEpoch, withNewEpoch } from "./epoch.ts";
export { memoryStore } from "./memory-store.ts";
export {
  afterAbandoned,
  afterFailure,
  afterNoAnswer,
  afterRefresh,
  afterRefusal,
  type RefreshedTokens,
} from "./next-record.ts";
export { type PollResult, pollUntil } from "./poll-until.ts";
export { refusalError, retryError } from "./record-error.ts";
export { isTokenRecord, recordOf } from "./record-shape.ts";
export { damagedRecord, parseTokenRecord, writeTokenRecord } from "./record-text.ts";
export { StoreHistory } from "./store-history.ts";
export { storeLocation } from "./store-location.ts";
export { type LeasedClaim, StoreSession } from "./store-session.ts";
export { isClaim, isTokenStore } from "./store-shape.ts";
export type {
  Claim,
  ClaimHolder,
  Lease,
  ReadClaim,
  Refusal,
  Retry,
  Spending,
  TokenRecord,
  TokenStore,
} from "./token-store.ts";
export { UnansweredClaims } from "./unanswered-claims.ts";
export { type RecordReader, withSeed } from "./with-seed.ts";
