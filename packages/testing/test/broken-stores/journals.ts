import { setImmediate as roundTrip } from "node:timers/promises";
import type { Lease, TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, type Row, TableStore } from "./table-store.ts";

const entries = new WeakMap<Row, TokenRecord>();

/** A store whose accounts have one journal entry each, which it commits at any revision. */
class OneEntryStore extends TableStore {
  override journal(mine: Held, next: TokenRecord) {
    if (this.isActive(mine)) entries.set(this.row, next);
  }

  override recover() {
    const { held } = this.row;
    const next = held && entries.get(this.row);
    if (!next) return false;
    this.save(next);
    this.row.held = undefined;
    return entries.delete(this.row);
  }

  forget() {
    entries.delete(this.row);
  }
}

export const brokenJournals: BrokenStores = {
  "journals nothing": {
    meant: ["journal: a journaled reply is the record"],
    store: class extends TableStore {
      override journal() {}
    },
  },

  "keeps the journal in the memory of its process": {
    meant: ["journal: a journaled reply is the record"],
    store: class extends TableStore {
      override entryOf(former: Held) {
        return former.by === this ? super.entryOf(former) : undefined;
      }
    },
  },

  "journals nothing for the first record": {
    meant: [
      "journal: a journaled reply is the record after somebody took over, where nothing is stored",
    ],
    store: class extends TableStore {
      override journal(mine: Held, next: TokenRecord) {
        if (mine.revision > 0) super.journal(mine, next);
      }
    },
  },

  "journals tokens and nothing else": {
    meant: ["journal: a journaled record with all its fields"],
    store: class extends TableStore {
      override journal(mine: Held, { revision, tokens, obtainedAt }: TokenRecord) {
        super.journal(mine, { revision, obtainedAt, ...(tokens && { tokens }) });
      }
    },
  },

  "gives the claim together with the journaled record": {
    meant: ["journal: a journaled reply is the record"],
    store: class extends TableStore {
      override async claim(revision: number, { duration }: Lease) {
        await roundTrip();
        if (!this.isAt(revision) || !this.isFree(this.row.held, duration)) return undefined;
        this.recover();
        return this.take(revision, duration);
      }
    },
  },

  "leaves the abandoned claim to the next revision": {
    meant: ["journal: a journaled reply is the record"],
    store: class extends TableStore {
      override recover() {
        const { held } = this.row;
        const isRecovered = super.recover();
        if (isRecovered) this.row.held = held;
        return isRecovered;
      }
    },
  },

  "commits a journaled record in two steps": {
    meant: ["journal: 50 processes that take over"],
    store: class extends TableStore {
      override async claim(...asked: Parameters<TableStore["claim"]>) {
        const { held } = this.row;
        const [revision, { duration }] = asked;
        const next = held && this.entryOf(held);
        if (!next || !this.isAt(revision) || !this.isFree(held, duration)) {
          return super.claim(...asked);
        }
        delete held.entry;
        await roundTrip();
        await roundTrip();
        this.save(next);
        this.finish(held);
        return undefined;
      }

      // The lease may end right after the look above.
      override recover() {
        return false;
      }
    },
  },

  "commits what it journals": {
    meant: ["journal: a journaled record is not committed while"],
    store: class extends TableStore {
      override journal(_: Held, next: TokenRecord) {
        this.save(next);
      }
    },
  },

  "commits a journaled record when somebody else asks": {
    meant: ["journal: a journaled record is not committed while"],
    store: class extends TableStore {
      override refuse() {
        this.recover();
      }
    },
  },

  "takes a journaled record for committed": {
    meant: [
      "journal: a journaled record that is committed",
      "journal: a journaled record has no effect after another",
    ],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return mine.entry === undefined && super.mayCommit(mine, next);
      }
    },
  },

  "commits the journaled record in the place of another one": {
    meant: ["journal: a journaled record has no effect after another"],
    store: class extends TableStore {
      override async commit(mine: Held, next: TokenRecord) {
        return super.commit(mine, this.entryOf(mine) ?? next);
      }
    },
  },

  "keeps a journal entry after a commit": {
    meant: [
      "journal: a journaled record that is committed",
      "journal: a journaled record has no effect after another",
      "journal: a process that was taken over before it journals does not replace the record",
    ],
    store: class extends OneEntryStore {
      override giveBack(mine: Held) {
        this.forget();
        super.giveBack(mine);
      }
    },
  },

  "keeps a journal entry after a release": {
    meant: ["journal: a claim that was released leaves no journal entry"],
    store: class extends OneEntryStore {
      override finish(mine: Held) {
        this.forget();
        super.finish(mine);
      }
    },
  },

  "journals for a claim that is over": {
    meant: [
      "journal: a claim that was released writes",
      "journal: a claim that was committed writes",
      "journal: a process that was taken over before it journals does not replace a newer",
    ],
    store: class extends OneEntryStore {
      override isActive() {
        return true;
      }

      override finish(mine: Held) {
        this.forget();
        super.finish(mine);
      }

      override giveBack(mine: Held) {
        this.forget();
        super.giveBack(mine);
      }
    },
  },

  "takes a journal entry for a reason to doubt": {
    meant: ["journal: a claim that was released leaves no journal entry"],
    store: class extends TableStore {
      override giveBack(mine: Held) {
        if (mine.entry === undefined) super.giveBack(mine);
        else this.row.held = { ...mine, until: 0 };
      }
    },
  },
};
