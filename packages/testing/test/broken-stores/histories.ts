import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStore, BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

/** A store with a rule of its own about which record may replace which. */
function replacing(
  descends: (next: TokenRecord, current: TokenRecord) => boolean,
  ...meant: string[]
): BrokenStore {
  const store = class extends TableStore {
    override descends(next: TokenRecord, current: TokenRecord) {
      return descends(next, current);
    }
  };
  return { store, meant };
}

function lastOf({ epochs }: TokenRecord): string {
  return epochs?.at(-1) ?? "";
}

export const brokenHistories: BrokenStores = {
  "takes the record of any history": replacing(
    () => true,
    "histories: a record of another history",
    "histories: a record of a longer history",
    "histories: a record from before the stored epoch",
    "histories: a claimant that was taken over",
    "journal: a journaled record of another history",
  ),

  "takes the record of the same epoch only": replacing(
    (next, current) => lastOf(next) === lastOf(current),
    "histories: a record is taken that begins a new epoch",
  ),

  "takes the record of every history that has an epoch in common": replacing(
    ({ epochs = [] }, current) =>
      current.epochs === undefined || epochs.some((epoch) => current.epochs?.includes(epoch)),
    "histories: a record of a longer history",
    "histories: a record from before the stored epoch",
  ),

  "takes the record of every history that begins with the same epoch": replacing(
    ({ epochs = [] }, current) => epochs[0] === current.epochs?.[0],
    "histories: a record is taken that begins a new epoch",
    "histories: a record from before the stored epoch",
  ),

  "expects that the first record begins a history": {
    meant: ["histories: the first record"],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        const isFirst = mine.revision === 0;
        return super.mayCommit(mine, next) && !(isFirst && (next.epochs?.length ?? 0) > 1);
      }
    },
  },

  "knows three epochs at most": replacing(
    ({ epochs }, current) => !epochs || epochs.slice(0, 3).includes(lastOf(current)),
    "histories: a record of the same history",
  ),

  "looks for the id in a text": replacing(
    (next, current) => JSON.stringify(next.epochs ?? "").includes(lastOf(current)),
    "histories: a record of a history with an id that is alike",
  ),

  "looks for the id with a pattern": replacing(
    ({ epochs = [] }, current) => epochs.some((epoch) => new RegExp(lastOf(current)).test(epoch)),
    "histories: a record of a history with an id that is alike",
  ),

  "compares ids in one case": replacing(
    ({ epochs = [] }, current) =>
      epochs.some((epoch) => epoch.toLowerCase() === lastOf(current).toLowerCase()),
    "histories: a record of a history with an id that is alike",
  ),

  "finds the id in whatever a record holds": replacing(
    (next, current) => JSON.stringify(next).includes(`"${lastOf(current)}"`),
    "histories: what else a record holds",
  ),

  "knows no history of a record with odd texts": replacing(
    ({ epochs }, current) =>
      JSON.stringify(current).includes("\\u0000") || !epochs || epochs.includes(lastOf(current)),
    "histories: what else a record holds",
  ),

  "refuses records without epochs": replacing(
    ({ epochs = [] }, current) => epochs.includes(lastOf(current)),
    "histories: a record without epochs",
  ),

  "refuses the record that follows one without epochs": replacing(
    ({ epochs }, current) => !epochs || epochs.includes(lastOf(current)),
    "histories: a record without epochs",
  ),

  "writes the record of another history before it says false": {
    meant: ["histories: a record of another history"],
    store: class extends TableStore {
      override async commit(mine: Held, next: TokenRecord) {
        const isCommitted = await super.commit(mine, next);
        if (!isCommitted && this.isAt(mine.revision)) this.save(next);
        return isCommitted;
      }
    },
  },

  "abandons the claim whose commit was of another history": {
    meant: ["histories: a record of another history"],
    store: class extends TableStore {
      override isTooLate(mine: Held) {
        if (this.row.held === mine) this.row.held = { ...mine, until: 0 };
        return false;
      }
    },
  },
};
