import { setImmediate as roundTrip } from "node:timers/promises";
import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenCommits: BrokenStores = {
  "commits whatever the revision is": {
    meant: [
      "commit fencing: who was taken over commits nothing",
      "commit fencing: who has taken over commits nothing",
      "commit fencing: a second commit of a claim",
      "commit fencing: a commit that comes after newer ones",
    ],
    store: class extends TableStore {
      override mayCommit() {
        return true;
      }
    },
  },

  "inserts the first record whatever is there": {
    meant: [
      "commit fencing: who was taken over commits nothing after the other, where nothing is stored",
      "commit fencing: a second commit of a claim commits nothing, where nothing is stored",
    ],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return mine.revision === 0 || super.mayCommit(mine, next);
      }
    },
  },

  "looks and writes in two steps": {
    meant: ["commit fencing: of two who commit at once"],
    store: class extends TableStore {
      override async commit(mine: Held, next: TokenRecord) {
        const isMine = this.mayCommit(mine, next);
        await roundTrip();
        if (isMine) this.save(next);
        if (isMine) this.finish(mine);
        return isMine;
      }
    },
  },

  "says true of a commit that was too late": {
    meant: [
      "commit fencing: who was taken over commits nothing",
      "commit fencing: a second commit of a claim",
      "commit fencing: a commit that comes after newer ones",
    ],
    store: class extends TableStore {
      override isTooLate() {
        return true;
      }
    },
  },

  "says true and writes nothing": {
    meant: ["basics: the first commit", "durability: a record outlives"],
    store: class extends TableStore {
      override save() {}
    },
  },

  "lets only the last claimant commit": {
    meant: ["commit fencing: who has taken over commits nothing after the other"],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return this.row.held === mine && super.mayCommit(mine, next);
      }
    },
  },

  "lets nobody commit whose lease is over": {
    meant: ["leases: who comes back after its lease"],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return performance.now() < mine.until && super.mayCommit(mine, next);
      }
    },
  },

  "counts the revisions itself": {
    meant: ["commit fencing: the same commit once more"],
    store: class extends TableStore {
      override mayCommit() {
        return true;
      }

      override save(record: TokenRecord) {
        super.save({ ...record, revision: this.row.revision + 1 });
      }
    },
  },

  "ends a claim by the commit of a later one only": {
    meant: ["basics: a commit ends the claim", "abandoned claims: a commit ends a doubt"],
    store: class extends TableStore {
      override finish() {}
    },
  },

  "ends its own claim by a commit, nobody else's": {
    meant: ["commit fencing: after the commit of one who was taken over"],
    store: class extends TableStore {
      override finish(mine: Held) {
        if (this.row.held === mine) super.finish(mine);
      }
    },
  },

  "ends the claim of others by a commit that was too late": {
    meant: ["commit fencing: a late commit leaves the claim"],
    store: class extends TableStore {
      override isTooLate(mine: Held) {
        this.finish(mine);
        return false;
      }
    },
  },
};
