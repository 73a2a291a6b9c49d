import { setImmediate as roundTrip } from "node:timers/promises";
import type { Lease, TokenRecord } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, type Row, TableStore } from "./table-store.ts";

const entries = new WeakMap<Row, TokenRecord>();

/** A store with one journal entry for each account, which it commits at any revision. */
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
    meant: ["journal: a journaled reply is committed when another process takes over"],
    store: class extends TableStore {
      override journal() {}
    },
  },

  "keeps the journal in memory": {
    meant: ["journal: a journaled reply is committed when another process takes over"],
    store: class extends TableStore {
      override entryOf(former: Held) {
        return former.by === this ? super.entryOf(former) : undefined;
      }
    },
  },

  "journals nothing for the first record": {
    meant: [
      "journal: a journaled reply is committed when another process takes over, in an empty store",
    ],
    store: class extends TableStore {
      override journal(mine: Held, next: TokenRecord) {
        if (mine.revision > 0) super.journal(mine, next);
      }
    },
  },

  "journals only the tokens": {
    meant: ["journal: a journaled record with all its fields is read as it was written"],
    store: class extends TableStore {
      override journal(mine: Held, { revision, tokens, obtainedAt }: TokenRecord) {
        super.journal(mine, { revision, obtainedAt, ...(tokens && { tokens }) });
      }
    },
  },

  "grants the claim although it commits the journaled record": {
    meant: ["journal: a journaled reply is committed when another process takes over"],
    store: class extends TableStore {
      override async claim(revision: number, { duration }: Lease) {
        await roundTrip();
        if (!this.isAt(revision) || !this.isFree(this.row.held, duration)) return undefined;
        this.recover();
        return this.take(revision, duration);
      }
    },
  },

  "reports the abandoned claim at the next revision": {
    meant: ["journal: a journaled reply is committed when another process takes over"],
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
    meant: ["journal: none of 50 processes that take over a journaled reply wins the claim"],
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

      // The lease may expire just after the check above.
      override recover() {
        return false;
      }
    },
  },

  "commits a record when it is journaled": {
    meant: ["journal: a journaled record is not committed while its claim is active"],
    store: class extends TableStore {
      override journal(_: Held, next: TokenRecord) {
        this.save(next);
      }
    },
  },

  "commits a journaled record at another process's claim": {
    meant: ["journal: a journaled record is not committed while its claim is active"],
    store: class extends TableStore {
      override refuse() {
        this.recover();
      }
    },
  },

  "treats a journaled record as committed": {
    meant: [
      "journal: a journaled record that is also committed is committed once",
      "journal: a journaled record is not used after the commit of another one",
    ],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        return mine.entry === undefined && super.mayCommit(mine, next);
      }
    },
  },

  "commits the journaled record instead of another one": {
    meant: ["journal: a journaled record is not used after the commit of another one"],
    store: class extends TableStore {
      override async commit(mine: Held, next: TokenRecord) {
        return super.commit(mine, this.entryOf(mine) ?? next);
      }
    },
  },

  "keeps a journal entry after a commit": {
    meant: [
      "journal: a journaled record that is also committed is committed once",
      "journal: a journaled record is not used after the commit of another one",
      "journal: a process that journals after it was taken over does not replace its successor's record",
    ],
    store: class extends OneEntryStore {
      override giveBack(mine: Held) {
        this.forget();
        super.giveBack(mine);
      }
    },
  },

  "keeps a journal entry after a release": {
    meant: ["journal: a released claim leaves no journal entry"],
    store: class extends OneEntryStore {
      override finish(mine: Held) {
        this.forget();
        super.finish(mine);
      }
    },
  },

  "journals for an ended claim": {
    meant: [
      "journal: a claim cannot write a journal entry after its release",
      "journal: a claim cannot write a journal entry after its commit",
      "journal: a process that journals after its successor's commit does not replace that record",
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

  "reports a committed claim with a journal entry as abandoned": {
    meant: ["journal: a released claim leaves no journal entry"],
    store: class extends TableStore {
      override giveBack(mine: Held) {
        if (mine.entry === undefined) super.giveBack(mine);
        else this.row.held = { ...mine, until: 0 };
      }
    },
  },
};
