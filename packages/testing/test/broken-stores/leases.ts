import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenLeases: BrokenStores = {
  "has no leases": {
    lease: 1_000,
    meant: ["leases: a claim can be taken over when its lease has expired, not before"],
    store: class extends TableStore {
      override endOf() {
        return performance.now();
      }
    },
  },

  "never expires a lease": {
    meant: [
      "leases: a claim can be taken over when its lease has expired, not before",
      "abandoned claims: a claimant that takes over learns which claim was abandoned and when it started",
    ],
    store: class extends TableStore {
      override endOf() {
        return Infinity;
      }
    },
  },

  "expires a lease after a tenth of its duration": {
    lease: 1_000,
    meant: [
      "leases: a claim can be taken over when its lease has expired, not before",
      "leases: the lease of a claim that took over also expires",
    ],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(duration / 10);
      }
    },
  },

  "treats milliseconds as seconds": {
    meant: ["leases: a claim can be taken over when its lease has expired, not before"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(duration * 1_000);
      }
    },
  },

  "uses the lease of the next claimant": {
    meant: ["leases: a long lease is not shortened by the short lease of another process"],
    store: class extends TableStore {
      override endOf() {
        return performance.now();
      }

      override isFree(held: Held | undefined, duration: number) {
        return !held || performance.now() >= held.until + duration;
      }
    },
  },

  "uses the shorter of two leases": {
    meant: ["leases: a long lease is not shortened by the short lease of another process"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        const ownEnd = held ? Date.now() - held.startedAt >= duration : true;
        return ownEnd || super.isFree(held, duration);
      }
    },
  },

  "keeps the expiry of the lease that was taken over": {
    lease: 1_000,
    meant: ["leases: the lease of a claim that took over also expires"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return this.row.held?.until ?? super.endOf(duration);
      }
    },
  },

  "treats a lease longer than any timer as expired": {
    meant: ["leases: the longest lease is kept"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf((duration + 1) | 0);
      }
    },
  },

  "accepts only whole milliseconds": {
    meant: ["leases: a lease may have a fraction of a millisecond"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(Number(BigInt(duration)));
      }
    },
  },
};
