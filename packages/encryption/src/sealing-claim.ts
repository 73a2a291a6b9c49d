import { type Claim, isClaim, type TokenRecord, writeTokenRecord } from "@refresh-once/core";
import type { KeyRing } from "./key-ring.ts";
import { sealRecord } from "./sealed-record.ts";

/**
 * A claim whose commits are sealed. The same record, committed again after a failure, is the same
 * sealed text: a store whose answer was lost recognises by it what it has already written.
 *
 * @throws {TypeError} when it is no claim: found out after the sending, it would be too late
 */
export function sealingClaim(claim: Claim, ring: KeyRing): Claim {
  if (!isClaim(claim)) throw new TypeError("claim() of the store gives no claim");
  const { abandoned } = claim;
  let last: { readonly text: string; readonly sealed: TokenRecord } | undefined;
  return {
    ...(abandoned && { abandoned }),
    async commit(next) {
      const text = writeTokenRecord(next);
      if (last?.text !== text) last = { text, sealed: await sealRecord(ring, next, text) };
      return claim.commit(last.sealed);
    },
    release: () => claim.release(),
  };
}
