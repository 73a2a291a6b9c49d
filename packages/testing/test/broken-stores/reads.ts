import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

export const brokenReads: BrokenStores = {
  "waits for the claimant before it reads": {
    meant: [
      "reading: a read does not wait for a claimant",
      "reading: a read of an empty store does not wait for a claimant",
    ],
    store: class extends TableStore {
      override async read() {
        const record = await super.read();
        // The claimant also waits for this reader.
        return this.row.held ? new Promise<undefined>(() => {}) : record;
      }
    },
  },

  "ends the claim when it is read": {
    meant: ["reading: many concurrent reads do not disturb a claimant"],
    store: class extends TableStore {
      override load() {
        this.row.held = undefined;
        return super.load();
      }
    },
  },

  "returns a record from an empty store": {
    meant: ["basics: a read of an empty store returns nothing"],
    store: class extends TableStore {
      override load() {
        return super.load() ?? { revision: 0, obtainedAt: 0 };
      }
    },
  },

  "reads a record that is only claimed": {
    meant: ["basics: a claim alone commits nothing"],
    store: class extends TableStore {
      override load() {
        const { held } = this.row;
        return held ? { revision: held.revision + 1, obtainedAt: 0 } : super.load();
      }
    },
  },

  "caches the first record": {
    meant: ["basics: each commit replaces the one before"],
    store: class extends TableStore {
      #first: TokenRecord | undefined;

      override load() {
        this.#first ??= super.load();
        return this.#first;
      }
    },
  },

  "returns its internal object": {
    meant: ["basics: a record that was read is not modified by later commits"],
    store: class extends TableStore {
      readonly #record = { revision: 0, obtainedAt: 0 };

      override load() {
        const record = super.load();
        return record && Object.assign(this.#record, record);
      }
    },
  },
};
