import { setImmediate as roundTrip } from "node:timers/promises";
import type { Lease } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenClaims: BrokenStores = {
  "grants every claim": {
    meant: [
      "claim exclusivity: exactly one of 50 wins the claim",
      "claim exclusivity: the holder of a claim cannot win it a second time",
    ],
    store: class extends TableStore {
      override isFree() {
        return true;
      }
    },
  },

  "checks and claims in two steps": {
    meant: [
      "claim exclusivity: exactly one of 50 wins the claim",
      "claim exclusivity: after a release, exactly one of 50 wins the claim again",
      "claim exclusivity: exactly one of 50 takes over an abandoned claim",
    ],
    store: class extends TableStore {
      override async claim(revision: number, { duration }: Lease) {
        const isMine = this.isAt(revision) && this.isFree(this.row.held, duration);
        await roundTrip();
        return isMine ? this.take(revision, duration) : undefined;
      }
    },
  },

  "grants every claim of the first revision": {
    meant: ["claim exclusivity: exactly one of 50 wins the claim, in an empty store"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return this.row.revision === 0 || super.isFree(held, duration);
      }
    },
  },

  "grants every claim of a later revision": {
    meant: ["claim exclusivity: exactly one of 50 wins the claim, at a later revision"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return this.row.revision > 0 || super.isFree(held, duration);
      }
    },
  },

  "grants a second claim to the same process": {
    meant: ["claim exclusivity: the holder of a claim cannot win it a second time"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return held?.by === this || super.isFree(held, duration);
      }
    },
  },

  "ends a claim when another process tries to claim": {
    meant: ["claim exclusivity: a refused claim does not end the active one"],
    store: class extends TableStore {
      override refuse() {
        this.row.held = undefined;
      }
    },
  },

  "grants no claim of the first revision": {
    meant: ["basics: the first commit is made at revision 0"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision > 0 && super.isAt(revision);
      }
    },
  },

  "grants claims of older revisions": {
    meant: ["basics: an older revision cannot be claimed"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision <= this.row.revision;
      }
    },
  },

  "treats revision 0 as any revision": {
    meant: ["basics: an older revision cannot be claimed"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision === 0 || super.isAt(revision);
      }
    },
  },

  "grants claims of newer revisions": {
    meant: ["basics: a newer revision cannot be claimed"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision >= this.row.revision;
      }
    },
  },

  "writes the claim before it checks the revision": {
    meant: ["basics: a refused claim leaves nothing behind"],
    store: class extends TableStore {
      override refuse(revision: number) {
        if (!this.isAt(revision)) this.take(revision, 60_000);
      }
    },
  },

  "does not release claims": {
    meant: [
      "basics: a release ends the claim and leaves nothing behind",
      "basics: a release of the first claim ends it and leaves nothing behind",
    ],
    store: class extends TableStore {
      override async release() {}
    },
  },

  "releases the claim of any holder": {
    meant: [
      "claim exclusivity: a second release does not end the next claim",
      "abandoned claims: a claimant that was taken over does not release its successor's claim",
    ],
    store: class extends TableStore {
      override async release(mine: Held) {
        this.giveBack(mine);
      }
    },
  },
};
