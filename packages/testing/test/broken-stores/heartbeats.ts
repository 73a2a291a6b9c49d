import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenHeartbeats: BrokenStores = {
  "says that it extends a claim, and does not": {
    lease: 1_000,
    meant: ["heartbeat: a claim that is extended", "heartbeat: a claim can be taken over when"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        return this.row.held === mine;
      }
    },
  },

  "extends a claim once": {
    lease: 1_000,
    meant: ["heartbeat: a claim that is extended"],
    store: class extends TableStore {
      readonly #extended = new Set<Held>();

      override async extend(mine: Held) {
        if (this.#extended.has(mine)) return true;
        this.#extended.add(mine);
        return super.extend(mine);
      }
    },
  },

  "extends a claim by a tenth of its lease": {
    lease: 1_000,
    meant: ["heartbeat: a claim can be taken over when"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        mine.until = Math.max(mine.until, this.endOf(mine.duration / 10));
        return this.row.held === mine;
      }
    },
  },

  "extends a claim for good": {
    meant: ["heartbeat: a claim can be taken over when"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        mine.until = Infinity;
        return this.row.held === mine;
      }
    },
  },

  "cannot extend its claims": {
    lease: 1_000,
    meant: ["heartbeat: a claim that is extended", "heartbeat: a claim can be taken over when"],
    store: class extends TableStore {
      override async extend() {
        return false;
      }
    },
  },

  "extends whatever claim is there": {
    meant: ["heartbeat: who was taken over cannot extend"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const { held } = this.row;
        if (held) held.until = this.endOf(mine.duration);
        return held !== undefined;
      }
    },
  },

  "cuts the lease of whoever has taken over": {
    meant: ["heartbeat: who was taken over cannot extend"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const { held } = this.row;
        if (held) held.until = this.endOf(mine.duration);
        return held === mine;
      }
    },
  },

  "gives a claim back to whoever was taken over": {
    meant: ["heartbeat: who was taken over cannot extend"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const isMine = await super.extend(mine);
        this.row.held = mine;
        return isMine;
      }
    },
  },

  "says that it extends a claim that is over": {
    meant: [
      "heartbeat: who was taken over cannot extend",
      "heartbeat: a claim that was released",
      "heartbeat: a claim that was committed",
      "heartbeat: a claim cannot be extended after",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        await super.extend(mine);
        return true;
      }
    },
  },

  "brings back a claim that is over": {
    meant: [
      "heartbeat: a claim that was released",
      "heartbeat: a claim that was committed",
      "heartbeat: a claim cannot be extended after",
    ],
    store: class extends TableStore {
      override extend(mine: Held) {
        this.row.held ??= mine;
        return super.extend(mine);
      }
    },
  },

  "leaves a trace of a claim that is over": {
    meant: ["heartbeat: a claim that was released", "heartbeat: a claim that was committed"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const isMine = await super.extend(mine);
        this.row.held ??= { ...mine, until: 0 };
        return isMine;
      }
    },
  },
};
