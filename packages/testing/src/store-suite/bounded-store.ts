import type { TokenStore } from "@refresh-once/core";
import type { Claim, Lease } from "@refresh-once/core/store";
import { within } from "./patience.ts";

/** Wraps a store so that every call settles. A call that takes longer than `patience` ms fails with an AssertionError. */
export function boundedStore(store: TokenStore, patience: number): TokenStore {
  const { claimHolder, readAndClaim } = store;
  return {
    read: () => within(patience, "read()", store.read()),
    async claim(revision, lease) {
      const claim = await within(patience, "claim()", store.claim(revision, lease));
      return claim && boundedClaim(claim, patience);
    },
    ...(readAndClaim && {
      async readAndClaim(revision: number, lease: Lease) {
        const asked = readAndClaim.call(store, revision, lease);
        const { record, claim } = await within(patience, "readAndClaim()", asked);
        return { record, claim: claim && boundedClaim(claim, patience) };
      },
    }),
    ...(store.subscribe && { subscribe: store.subscribe.bind(store) }),
    ...(claimHolder && {
      claimHolder: () => within(patience, "claimHolder()", claimHolder.call(store)),
    }),
  };
}

function boundedClaim(claim: Claim, patience: number): Claim {
  const { abandoned, extend, journal } = claim;
  return {
    ...(abandoned && { abandoned }),
    ...(extend && { extend: () => within(patience, "extend()", extend.call(claim)) }),
    ...(journal && { journal: journal.bind(claim) }),
    commit: (next) => within(patience, "commit()", claim.commit(next)),
    release: () => within(patience, "release()", claim.release()),
  };
}
