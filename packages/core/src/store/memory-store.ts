import { frozenCopyOf } from "../tokens/index.ts";
import { attempt } from "../values/index.ts";
import { descendsFrom } from "./epoch.ts";
import type { Claim, Spending, TokenRecord, TokenStore } from "./token-store.ts";

/**
 * Creates a store that keeps the tokens in the memory of this process. This is the default. Use it for grants
 * that need no stored tokens after a restart, such as client credentials.
 */
export function memoryStore(): TokenStore {
  let record: TokenRecord | undefined;
  let holder: Holder | undefined;
  const listeners = new Set<() => void>();

  return {
    read: async () => record,

    async claim(revision, { duration }): Promise<Claim | undefined> {
      if (revision !== (record?.revision ?? 0)) return undefined;
      const now = performance.now();
      if (holder && now < holder.until) return undefined;
      const abandoned = holder;
      const mine = { revision, startedAt: Date.now(), until: now + duration };
      holder = mine;
      return {
        ...(abandoned && { abandoned }),
        async extend() {
          if (holder !== mine) return false;
          mine.until = performance.now() + duration;
          return true;
        },
        async commit(next) {
          if (revision !== (record?.revision ?? 0) || !descendsFrom(next, record)) return false;
          record = copyOfRecord(next);
          holder = undefined;
          // The record is already committed, so an exception of a listener must not fail the commit.
          for (const changed of listeners) attempt(changed);
          return true;
        },
        async release() {
          // An earlier abandoned claim stays abandoned.
          if (holder === mine) holder = abandoned;
        },
      };
    },

    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

function copyOfRecord(record: TokenRecord): TokenRecord {
  const { tokens } = record;
  return Object.freeze({ ...record, ...(tokens && { tokens: frozenCopyOf(tokens) }) });
}

interface Holder extends Spending {
  /** End of the lease, on the clock of `performance.now()`. */
  until: number;
}
