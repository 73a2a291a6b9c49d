import type { BrokenStores } from "./broken-store.ts";
import { type Held, type Row, TableStore } from "./table-store.ts";

/** Claims that were won, also those that have ended. */
const lastClaims = new WeakMap<Row, Held>();

export const brokenHolders: BrokenStores = {
  "reports nobody": {
    meant: ["claim holder: the holder of an active claim", "claim holder: asking"],
    store: class extends TableStore {
      override async claimHolder() {
        return undefined;
      }
    },
  },

  "reports a holder without a description": {
    meant: ["claim holder: the holder of an active claim"],
    store: class extends TableStore {
      override describe(held: Held) {
        return { ...super.describe(held), description: "" };
      }
    },
  },

  "reports the start of a claim in seconds": {
    meant: ["claim holder: the holder of an active claim"],
    store: class extends TableStore {
      override describe(held: Held) {
        return { ...super.describe(held), startedAt: Math.floor(held.startedAt / 1_000) };
      }
    },
  },

  "reports how long the lease still is, and not when it ends": {
    meant: ["claim holder: the holder of an active claim"],
    store: class extends TableStore {
      override describe(held: Held) {
        return { ...super.describe(held), leaseEndsAt: held.duration };
      }
    },
  },

  "ends the claim when it is asked for its holder": {
    meant: ["claim holder: asking"],
    store: class extends TableStore {
      override describe(held: Held) {
        this.row.held = undefined;
        return super.describe(held);
      }
    },
  },

  "reports the last holder, whose claim has ended": {
    meant: ["claim holder: nobody is reported"],
    store: class extends TableStore {
      override take(...asked: Parameters<TableStore["take"]>) {
        const claim = super.take(...asked);
        if (this.row.held) lastClaims.set(this.row, this.row.held);
        return claim;
      }

      override async claimHolder() {
        const last = lastClaims.get(this.row);
        return last && this.describe(last);
      }
    },
  },
};
