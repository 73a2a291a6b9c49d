import type { TokenRecord } from "@refresh-once/core/store";
import type { BrokenStore, BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

/** Makes a store with a different rule for which record may replace which. */
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
  "accepts the record of any history": replacing(
    () => true,
    "histories: a record of another history is rejected, and changes nothing",
    "histories: a record of a longer history is rejected if it does not contain the stored epoch",
    "histories: a record from before the stored epoch is rejected",
    "histories: a claimant that was taken over cannot commit a record of another history",
    "journal: a journaled record of another history is not committed",
  ),

  "accepts only records of the same epoch": replacing(
    (next, current) => lastOf(next) === lastOf(current),
    "histories: a record that begins a new epoch of the stored history is accepted",
  ),

  "accepts the record of every history with a common epoch": replacing(
    ({ epochs = [] }, current) =>
      current.epochs === undefined || epochs.some((epoch) => current.epochs?.includes(epoch)),
    "histories: a record of a longer history is rejected if it does not contain the stored epoch",
    "histories: a record from before the stored epoch is rejected",
  ),

  "accepts the record of every history with the same first epoch": replacing(
    ({ epochs = [] }, current) => epochs[0] === current.epochs?.[0],
    "histories: a record that begins a new epoch of the stored history is accepted",
    "histories: a record from before the stored epoch is rejected",
  ),

  "requires that the first record begins a history": {
    meant: ["histories: the first record may belong to any history"],
    store: class extends TableStore {
      override mayCommit(mine: Held, next: TokenRecord) {
        const isFirst = mine.revision === 0;
        return super.mayCommit(mine, next) && !(isFirst && (next.epochs?.length ?? 0) > 1);
      }
    },
  },

  "compares at most three epochs": replacing(
    ({ epochs }, current) => !epochs || epochs.slice(0, 3).includes(lastOf(current)),
    "histories: a record of the same history is accepted",
  ),

  "searches for the id in the text": replacing(
    (next, current) => JSON.stringify(next.epochs ?? "").includes(lastOf(current)),
    "histories: a record of a history with a similar id is rejected",
  ),

  "searches for the id with a pattern": replacing(
    ({ epochs = [] }, current) => epochs.some((epoch) => new RegExp(lastOf(current)).test(epoch)),
    "histories: a record of a history with a similar id is rejected",
  ),

  "ignores the case of ids": replacing(
    ({ epochs = [] }, current) =>
      epochs.some((epoch) => epoch.toLowerCase() === lastOf(current).toLowerCase()),
    "histories: a record of a history with a similar id is rejected",
  ),

  "finds the id in any field of a record": replacing(
    (next, current) => JSON.stringify(next).includes(`"${lastOf(current)}"`),
    "histories: other fields of a record do not affect the comparison of histories",
  ),

  "finds no history in a record with odd strings": replacing(
    ({ epochs }, current) =>
      JSON.stringify(current).includes("\\u0000") || !epochs || epochs.includes(lastOf(current)),
    "histories: other fields of a record do not affect the comparison of histories",
  ),

  "rejects records without epochs": replacing(
    ({ epochs = [] }, current) => epochs.includes(lastOf(current)),
    "histories: a record without epochs replaces any other, and any other replaces it",
  ),

  "rejects the record that follows one without epochs": replacing(
    ({ epochs }, current) => !epochs || epochs.includes(lastOf(current)),
    "histories: a record without epochs replaces any other, and any other replaces it",
  ),

  "writes the record of another history before it returns false": {
    meant: ["histories: a record of another history is rejected, and changes nothing"],
    store: class extends TableStore {
      override async commit(mine: Held, next: TokenRecord) {
        const isCommitted = await super.commit(mine, next);
        if (!isCommitted && this.isAt(mine.revision)) this.save(next);
        return isCommitted;
      }
    },
  },

  "reports a claim as abandoned after it rejected a record of another history": {
    meant: ["histories: a record of another history is rejected, and changes nothing"],
    store: class extends TableStore {
      override isTooLate(mine: Held) {
        if (this.row.held === mine) this.row.held = { ...mine, until: 0 };
        return false;
      }
    },
  },
};
