import { type Claim, isClaim, type TokenRecord, writeTokenRecord } from "@refresh-once/core/store";
import type { KeyRing, Sealing } from "./key-ring.ts";
import { sealSync } from "./seal-sync.ts";
import { sealedRecord } from "./sealed-record.ts";

/** What the records of a claim are sealed with. */
interface ClaimSealing {
  readonly ring: KeyRing;
  readonly sealing: Sealing;
}

/**
 * Wraps a claim, so that its records are sealed. A record that is journaled and then committed, or committed
 * again after a failure, is sealed only once: a store recognises a retry by the identical text. With a `CryptoKey`, there
 * is no journal, because Web Crypto is asynchronous.
 *
 * @throws {TypeError} if the value is not a claim; after the token request, it would be too late to notice
 */
export function sealingClaim(claim: Claim, { ring, sealing }: ClaimSealing): Claim {
  if (!isClaim(claim))
    throw new TypeError(
      "encryptedStore: the store's claim() did not return a claim. No token was spent",
    );
  const { abandoned, lease, extend, journal } = claim;
  const { header, secret } = sealing;
  let last: { readonly text: string; readonly sealed: TokenRecord } | undefined;
  return {
    ...(abandoned && { abandoned }),
    ...(lease !== undefined && { lease }),
    ...(extend && { extend: () => extend.call(claim) }),
    ...(journal &&
      secret instanceof Uint8Array && {
        journal(next: TokenRecord) {
          const text = writeTokenRecord(next);
          last = { text, sealed: sealedRecord(next, sealSync({ header, secret }, text)) };
          journal.call(claim, last.sealed);
        },
      }),
    async commit(next) {
      const text = writeTokenRecord(next);
      if (last?.text !== text)
        last = { text, sealed: sealedRecord(next, await ring.seal(sealing, text)) };
      return claim.commit(last.sealed);
    },
    release: () => claim.release(),
  };
}
