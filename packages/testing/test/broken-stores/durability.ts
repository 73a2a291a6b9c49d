import type { BrokenStores } from "./broken-store.ts";
import { type Held, Row, TableStore } from "./table-store.ts";

export const brokenDurability: BrokenStores = {
  "keeps everything in memory": {
    meant: [
      "basics: the first commit is made at revision 0",
      "durability: a record survives a restart",
      "claim exclusivity: exactly one of 50 wins the claim",
    ],
    store: class extends TableStore {
      override readonly row = new Row();
    },
  },

  "writes records later": {
    meant: [
      "durability: a record survives a restart",
      "durability: the newest record survives a restart",
    ],
    store: class extends TableStore {
      override load() {
        return this.row.restarts < this.table.restarts ? undefined : super.load();
      }
    },
  },

  "writes only the first record": {
    meant: ["durability: the newest record survives a restart"],
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
      "durability: a claim survives a restart, or is reported as abandoned",
      "durability: an abandoned claim is still reported after a restart",
      "durability: the kept report of an abandoned claim survives a restart",
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
    meant: ["durability: a release survives a restart"],
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
