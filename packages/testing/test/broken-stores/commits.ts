import { setImmediate as roundTrip } from "node:timers/promises";
import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenCommits: BrokenStores = {
  "commits at any revision": {
    meant: [
      "commit fencing: a claimant that was taken over cannot commit after its successor",
      "commit fencing: a claimant that took over cannot commit after its predecessor",
      "commit fencing: a second commit of the same claim fails",
      "commit fencing: a late commit does not replace newer records",
    ],
    store: class extends TableStore {
      override mayCommit() {
        return true;
      }
    },
  },

  "commits the first record over any other": {
    meant: [
      "commit fencing: a claimant that was taken over cannot commit after its successor, in an empty store",
      "commit fencing: a second commit of the same claim fails, in an empty store",
    ],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return mine.revision === 0 || super.mayCommit(mine, next);
      }
    },
  },

  "checks and commits in two steps": {
    meant: ["commit fencing: one of two concurrent commits succeeds"],
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

  "returns true for a commit that came too late": {
    meant: [
      "commit fencing: a claimant that was taken over cannot commit after its successor",
      "commit fencing: a second commit of the same claim fails",
      "commit fencing: a late commit does not replace newer records",
    ],
    store: class extends TableStore {
      override isTooLate() {
        return true;
      }
    },
  },

  "returns true and writes nothing": {
    meant: [
      "basics: the first commit is made at revision 0",
      "durability: a record survives a restart",
    ],
    store: class extends TableStore {
      override save() {}
    },
  },

  "accepts only commits of the last claimant": {
    meant: ["commit fencing: a claimant that took over cannot commit after its predecessor"],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return this.row.held === mine && super.mayCommit(mine, next);
      }
    },
  },

  "rejects commits after the lease has expired": {
    meant: [
      "leases: a claimant can commit after its lease has expired if no other claimant has committed",
    ],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return performance.now() < mine.until && super.mayCommit(mine, next);
      }
    },
  },

  "counts revisions itself": {
    meant: ["commit fencing: a repeated identical commit changes nothing"],
    store: class extends TableStore {
      override mayCommit() {
        return true;
      }

      override save(record: TokenRecord) {
        super.save({ ...record, revision: this.row.revision + 1 });
      }
    },
  },

  "ends a claim only by the commit of a later one": {
    meant: [
      "basics: a commit ends the claim",
      "abandoned claims: a commit ends the report of an abandoned claim",
    ],
    store: class extends TableStore {
      override finish() {}
    },
  },

  "ends only the committer's claim by a commit": {
    meant: [
      "commit fencing: the next revision can be claimed after a commit by a claimant that was taken over",
    ],
    store: class extends TableStore {
      override finish(mine: Held) {
        if (this.row.held === mine) super.finish(mine);
      }
    },
  },

  "ends another claim by a commit that came too late": {
    meant: ["commit fencing: a late commit does not affect the claim of the next revision"],
    store: class extends TableStore {
      override isTooLate(mine: Held) {
        this.finish(mine);
        return false;
      }
    },
  },
};
