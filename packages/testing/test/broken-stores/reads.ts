import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

export const brokenReads: BrokenStores = {
  "waits for the claimant": {
    meant: ["reading: who reads does not wait", "reading: who reads where nothing is"],
    store: class extends TableStore {
      override async read() {
        const record = await super.read();
        // Whoever has it waits for this reader.
        return this.row.held ? new Promise<undefined>(() => {}) : record;
      }
    },
  },

  "ends the claim when it reads": {
    meant: ["reading: many who read"],
    store: class extends TableStore {
      override load() {
        this.row.held = undefined;
        return super.load();
      }
    },
  },

  "reads a record where there is none": {
    meant: ["basics: nothing is read"],
    store: class extends TableStore {
      override load() {
        return super.load() ?? { revision: 0, obtainedAt: 0 };
      }
    },
  },

  "reads what is only claimed": {
    meant: ["basics: what is claimed is not committed yet"],
    store: class extends TableStore {
      override load() {
        const { held } = this.row;
        return held ? { revision: held.revision + 1, obtainedAt: 0 } : super.load();
      }
    },
  },

  "keeps what it has read first": {
    meant: ["basics: each commit takes the place"],
    store: class extends TableStore {
      #first: TokenRecord | undefined;

      override load() {
        this.#first ??= super.load();
        return this.#first;
      }
    },
  },

  "gives out the object that it works with": {
    meant: ["basics: a record that was read stays"],
    store: class extends TableStore {
      readonly #record = { revision: 0, obtainedAt: 0 };

      override load() {
        const record = super.load();
        return record && Object.assign(this.#record, record);
      }
    },
  },
};
