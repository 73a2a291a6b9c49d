import { frozenCopyOf } from "../tokens/index.ts";
import { attempt } from "../values/index.ts";
import { descendsFrom } from "./epoch.ts";
import type { Claim, Spending, TokenRecord, TokenStore } from "./token-store.ts";

interface Holder extends Spending {
  until: number;
}

/**
 * Keeps the tokens in this process, for as long as it lives. The default store; right for grants
 * that need no memory beyond a restart, such as client credentials.
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
          // The record is committed, even if a listener throws.
          for (const changed of listeners) attempt(changed);
          return true;
        },
        async release() {
          // Whoever was abandoned before stays so.
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
