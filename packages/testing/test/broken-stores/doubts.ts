import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenDoubts: BrokenStores = {
  "tells nobody of who vanished": {
    meant: [
      "abandoned claims: who takes over is told",
      "durability: an abandoned claim is told of",
    ],
    store: class extends TableStore {
      override reported() {
        return undefined;
      }
    },
  },

  "tells when it was taken over": {
    meant: ["abandoned claims: who takes over is told"],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before && { revision: before.revision, startedAt: Date.now() };
      }
    },
  },

  "tells the revision that is to come": {
    meant: ["abandoned claims: who takes over is told"],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before && { revision: before.revision + 1, startedAt: before.startedAt };
      }
    },
  },

  "forgets a doubt that is given back": {
    meant: [
      "abandoned claims: a doubt is handed on",
      "durability: a doubt that was handed on outlives",
    ],
    store: class extends TableStore {
      override giveBack() {
        this.row.held = undefined;
      }
    },
  },

  "dates a doubt anew that is given back": {
    meant: ["abandoned claims: a doubt is handed on"],
    store: class extends TableStore {
      override giveBack({ before }: Held) {
        this.row.held = before && { ...before, startedAt: Date.now() };
      }
    },
  },

  "tells of the first one who vanished alone": {
    meant: ["abandoned claims: a doubt is there as well"],
    store: class extends TableStore {
      override reported(before: Held | undefined) {
        return before?.before ? undefined : super.reported(before);
      }
    },
  },

  "takes a claim that was given back for abandoned": {
    meant: [
      "abandoned claims: a claim that was given back",
      "abandoned claims: a claim that was refused",
      "durability: a release outlives",
    ],
    store: class extends TableStore {
      override giveBack(mine: Held) {
        this.row.held = { ...mine, until: 0 };
      }
    },
  },

  "takes a claim that was refused for abandoned": {
    meant: ["abandoned claims: a claim that was refused"],
    store: class extends TableStore {
      override refuse() {
        const { held } = this.row;
        if (held) Object.assign(held, { before: { ...held, until: 0 } });
      }
    },
  },

  "takes a claim that was committed for abandoned": {
    meant: [
      "abandoned claims: a commit ends a doubt",
      "abandoned claims: a claim that was committed",
    ],
    store: class extends TableStore {
      override finish(mine: Held) {
        this.row.held = { ...mine, until: 0 };
      }
    },
  },
};
