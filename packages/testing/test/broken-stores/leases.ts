import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenLeases: BrokenStores = {
  "has no lease": {
    lease: 1_000,
    meant: ["leases: a claim can be taken over when its lease is over"],
    store: class extends TableStore {
      override endOf() {
        return performance.now();
      }
    },
  },

  "never ends a lease": {
    meant: [
      "leases: a claim can be taken over when its lease is over",
      "abandoned claims: who takes over is told",
    ],
    store: class extends TableStore {
      override endOf() {
        return Infinity;
      }
    },
  },

  "ends a lease at a tenth of it": {
    lease: 1_000,
    meant: [
      "leases: a claim can be taken over when its lease is over",
      "leases: a lease that somebody took over",
    ],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(duration / 10);
      }
    },
  },

  "takes milliseconds for seconds": {
    meant: ["leases: a claim can be taken over when its lease is over"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(duration * 1_000);
      }
    },
  },

  "goes by the lease of who asks": {
    meant: ["leases: a long lease is not cut by the short one"],
    store: class extends TableStore {
      override endOf() {
        return performance.now();
      }

      override isFree(held: Held | undefined, duration: number) {
        return !held || performance.now() >= held.until + duration;
      }
    },
  },

  "goes by the shorter lease of the two": {
    meant: ["leases: a long lease is not cut by the short one"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        const ownEnd = held ? Date.now() - held.startedAt >= duration : true;
        return ownEnd || super.isFree(held, duration);
      }
    },
  },

  "keeps the end of a lease that was taken over": {
    lease: 1_000,
    meant: ["leases: a lease that somebody took over"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return this.row.held?.until ?? super.endOf(duration);
      }
    },
  },

  "takes a lease that no timer can wait for nothing": {
    meant: ["leases: the longest lease"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf((duration + 1) | 0);
      }
    },
  },

  "takes whole milliseconds only": {
    meant: ["leases: a lease may end at a fraction"],
    store: class extends TableStore {
      override endOf(duration: number) {
        return super.endOf(Number(BigInt(duration)));
      }
    },
  },
};
