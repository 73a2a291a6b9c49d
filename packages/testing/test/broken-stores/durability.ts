import type { BrokenStores } from "./broken-store.ts";
import { type Held, Row, TableStore } from "./table-store.ts";

export const brokenDurability: BrokenStores = {
  "keeps everything in the memory of its process": {
    meant: [
      "basics: the first commit",
      "durability: a record outlives",
      "claim exclusivity: one of 50 wins the claim",
    ],
    store: class extends TableStore {
      override readonly row = new Row();
    },
  },

  "writes records down later": {
    meant: ["durability: a record outlives", "durability: the newest record outlives"],
    store: class extends TableStore {
      override load() {
        return this.row.restarts < this.table.restarts ? undefined : super.load();
      }
    },
  },

  "writes down the first record alone": {
    meant: ["durability: the newest record outlives"],
    store: class extends TableStore {
      override load() {
        const record = super.load();
        const isLost = record && this.row.restarts < this.table.restarts;
        return isLost ? { ...record, revision: 1 } : record;
      }
    },
  },

  "keeps claims in memory": {
    meant: [
      "durability: a claim outlives",
      "durability: an abandoned claim is told of",
      "durability: a doubt that was handed on outlives",
    ],
    store: class extends TableStore {
      override async claim(...asked: Parameters<TableStore["claim"]>) {
        const { held } = this.row;
        if (held && held.restarts < this.table.restarts) this.row.held = undefined;
        return super.claim(...asked);
      }
    },
  },

  "keeps releases in memory": {
    meant: ["durability: a release outlives"],
    store: class extends TableStore {
      #released: Held | undefined;

      override giveBack(mine: Held) {
        this.#released = mine;
      }

      override isFree(held: Held | undefined, duration: number) {
        return held === this.#released || super.isFree(held, duration);
      }
    },
  },
};
