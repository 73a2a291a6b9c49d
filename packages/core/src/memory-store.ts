import type { Claim, Spending, TokenRecord, TokenStore } from "./store.ts";

interface Holder extends Spending {
  readonly until: number;
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
        async commit(next) {
          if (revision !== (record?.revision ?? 0)) return false;
          record = next;
          holder = undefined;
          for (const changed of listeners) changed();
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
