import { type Claim, isClaim, type TokenRecord, writeTokenRecord } from "@refresh-once/core/store";
import type { KeyRing } from "./key-ring.ts";
import { sealedRecord } from "./sealed-record.ts";
import { sealNow } from "./sealing-now.ts";

/**
 * A claim whose commits are sealed. The same record, journaled before or committed again after a
 * failure, is the same sealed text: by it a store recognises what it has already written.
 *
 * @throws {TypeError} if it is no claim: after the request, that would be found out too late
 */
export function sealingClaim(claim: Claim, ring: KeyRing): Claim {
  if (!isClaim(claim)) throw new TypeError("claim() of the store gives no claim");
  const { abandoned, extend, journal } = claim;
  let last: { readonly text: string; readonly sealed: TokenRecord } | undefined;
  return {
    ...(abandoned && { abandoned }),
    ...(extend && { extend: () => extend.call(claim) }),
    ...(journal && {
      journal(next: TokenRecord) {
        const text = writeTokenRecord(next);
        last = { text, sealed: sealedRecord(next, sealNow(ring.sealing, text)) };
        journal.call(claim, last.sealed);
      },
    }),
    async commit(next) {
      const text = writeTokenRecord(next);
      if (last?.text !== text) last = { text, sealed: sealedRecord(next, await ring.seal(text)) };
      return claim.commit(last.sealed);
    },
    release: () => claim.release(),
  };
}
