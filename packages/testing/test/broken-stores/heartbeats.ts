import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenHeartbeats: BrokenStores = {
  "returns true without extending the claim": {
    lease: 1_000,
    meant: [
      "heartbeat: a claim that is extended regularly cannot be won by another process",
      "heartbeat: a claim can be taken over when its extended lease has expired, not before",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        return this.row.held === mine;
      }
    },
  },

  "extends a claim only once": {
    lease: 1_000,
    meant: ["heartbeat: a claim that is extended regularly cannot be won by another process"],
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
    meant: ["heartbeat: a claim can be taken over when its extended lease has expired, not before"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        mine.until = Math.max(mine.until, this.endOf(mine.duration / 10));
        return this.row.held === mine;
      }
    },
  },

  "extends a claim forever": {
    meant: ["heartbeat: a claim can be taken over when its extended lease has expired, not before"],
    store: class extends TableStore {
      override async extend(mine: Held) {
        mine.until = Infinity;
        return this.row.held === mine;
      }
    },
  },

  "cannot extend its claims": {
    lease: 1_000,
    meant: [
      "heartbeat: a claim that is extended regularly cannot be won by another process",
      "heartbeat: a claim can be taken over when its extended lease has expired, not before",
    ],
    store: class extends TableStore {
      override async extend() {
        return false;
      }
    },
  },

  "extends the claim of any holder": {
    meant: [
      "heartbeat: a claimant that was taken over cannot extend, and does not affect its successor",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const { held } = this.row;
        if (held) held.until = this.endOf(mine.duration);
        return held !== undefined;
      }
    },
  },

  "shortens the lease of a claim that took over": {
    meant: [
      "heartbeat: a claimant that was taken over cannot extend, and does not affect its successor",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const { held } = this.row;
        if (held) held.until = this.endOf(mine.duration);
        return held === mine;
      }
    },
  },

  "returns a claim to the holder that was taken over": {
    meant: [
      "heartbeat: a claimant that was taken over cannot extend, and does not affect its successor",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const isMine = await super.extend(mine);
        this.row.held = mine;
        return isMine;
      }
    },
  },

  "returns true for the extension of an ended claim": {
    meant: [
      "heartbeat: a claimant that was taken over cannot extend, and does not affect its successor",
      "heartbeat: a released claim cannot be extended, and stays released",
      "heartbeat: a committed claim cannot be extended, and stays ended",
      "heartbeat: a claim cannot be extended after another claimant's commit of its revision",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        await super.extend(mine);
        return true;
      }
    },
  },

  "restores an ended claim": {
    meant: [
      "heartbeat: a released claim cannot be extended, and stays released",
      "heartbeat: a committed claim cannot be extended, and stays ended",
      "heartbeat: a claim cannot be extended after another claimant's commit of its revision",
    ],
    store: class extends TableStore {
      override extend(mine: Held) {
        this.row.held ??= mine;
        return super.extend(mine);
      }
    },
  },

  "reports an ended claim as abandoned after an extension": {
    meant: [
      "heartbeat: a released claim cannot be extended, and stays released",
      "heartbeat: a committed claim cannot be extended, and stays ended",
    ],
    store: class extends TableStore {
      override async extend(mine: Held) {
        const isMine = await super.extend(mine);
        this.row.held ??= { ...mine, until: 0 };
        return isMine;
      }
    },
  },
};
