import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenAbandonment: BrokenStores = {
  "reports no abandoned claims": {
    meant: [
      "abandoned claims: a claimant that takes over learns which claim was abandoned and when it started",
      "durability: an abandoned claim is still reported after a restart",
    ],
    store: class extends TableStore {
      override reported() {
        return undefined;
      }
    },
  },

  "reports the time of the takeover": {
    meant: [
      "abandoned claims: a claimant that takes over learns which claim was abandoned and when it started",
    ],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before && { revision: before.revision, startedAt: Date.now() };
      }
    },
  },

  "reports the next revision": {
    meant: [
      "abandoned claims: a claimant that takes over learns which claim was abandoned and when it started",
    ],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before && { revision: before.revision + 1, startedAt: before.startedAt };
      }
    },
  },

  "forgets an abandoned claim after a release": {
    meant: [
      "abandoned claims: a release keeps the report of an earlier abandoned claim",
      "durability: the kept report of an abandoned claim survives a restart",
    ],
    store: class extends TableStore {
      override giveBack() {
        this.row.held = undefined;
      }
    },
  },

  "changes the time of an abandoned claim after a release": {
    meant: ["abandoned claims: a release keeps the report of an earlier abandoned claim"],
    store: class extends TableStore {
      override giveBack({ before }: Held) {
        this.row.held = before && { ...before, startedAt: Date.now() };
      }
    },
  },

  "reports only the first abandoned claim": {
    meant: ["abandoned claims: two abandoned claims in a row are reported"],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before?.before ? undefined : super.reported(before);
      }
    },
  },

  "reports a released claim as abandoned": {
    meant: [
      "abandoned claims: a released claim is not reported as abandoned",
      "abandoned claims: a refused claim is not reported as abandoned",
      "durability: a release survives a restart",
    ],
    store: class extends TableStore {
      override giveBack(mine: Held) {
        this.row.held = { ...mine, until: 0 };
      }
    },
  },

  "reports a refused claim as abandoned": {
    meant: ["abandoned claims: a refused claim is not reported as abandoned"],
    store: class extends TableStore {
      override refuse() {
        const { held } = this.row;
        if (held) Object.assign(held, { before: { ...held, until: 0 } });
      }
    },
  },

  "reports a committed claim as abandoned": {
    meant: [
      "abandoned claims: a commit ends the report of an abandoned claim",
      "abandoned claims: a committed claim is not reported as abandoned",
    ],
    store: class extends TableStore {
      override finish(mine: Held) {
        this.row.held = { ...mine, until: 0 };
      }
    },
  },
};
