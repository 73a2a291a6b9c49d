import { setImmediate as roundTrip } from "node:timers/promises";
import type { Lease } from "@refresh-once/core/store";
import type { BrokenStores } from "./broken-store.ts";
import { type Held, TableStore } from "./table-store.ts";

export const brokenClaims: BrokenStores = {
  "gives everybody the claim": {
    meant: [
      "claim exclusivity: one of 50 wins the claim",
      "claim exclusivity: who has the claim does not get it twice",
      "durability: a claim outlives",
    ],
    store: class extends TableStore {
      override isFree() {
        return true;
      }
    },
  },

  "looks and takes in two steps": {
    meant: [
      "claim exclusivity: one of 50 wins the claim",
      "claim exclusivity: one of 50 wins it again",
      "claim exclusivity: one of 50 takes over",
    ],
    store: class extends TableStore {
      override async claim(revision: number, { duration }: Lease) {
        const isMine = this.isAt(revision) && this.isFree(this.row.held, duration);
        await roundTrip();
        return isMine ? this.take(revision, duration) : undefined;
      }
    },
  },

  "lets everybody insert the first claim": {
    meant: ["claim exclusivity: one of 50 wins the claim, where nothing is stored"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return this.row.revision === 0 || super.isFree(held, duration);
      }
    },
  },

  "lets everybody update a later claim": {
    meant: ["claim exclusivity: one of 50 wins the claim, of a later revision"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return this.row.revision > 0 || super.isFree(held, duration);
      }
    },
  },

  "knows a claimant by its process": {
    meant: ["claim exclusivity: who has the claim does not get it twice"],
    store: class extends TableStore {
      override isFree(held: Held | undefined, duration: number) {
        return held?.by === this || super.isFree(held, duration);
      }
    },
  },

  "ends a claim when somebody else asks for it": {
    meant: ["claim exclusivity: who was refused does not end"],
    store: class extends TableStore {
      override refuse() {
        this.row.held = undefined;
      }
    },
  },

  "gives no first claim": {
    meant: ["basics: the first commit"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision > 0 && super.isAt(revision);
      }
    },
  },

  "gives claims of older revisions": {
    meant: ["basics: an older revision"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision <= this.row.revision;
      }
    },
  },

  "takes revision 0 for any": {
    meant: ["basics: an older revision"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision === 0 || super.isAt(revision);
      }
    },
  },

  "gives claims of newer revisions": {
    meant: ["basics: a newer revision"],
    store: class extends TableStore {
      override isAt(revision: number) {
        return revision >= this.row.revision;
      }
    },
  },

  "writes the claim before it looks at the revision": {
    meant: ["basics: a claim that is refused leaves nothing"],
    store: class extends TableStore {
      override refuse(revision: number) {
        if (!this.isAt(revision)) this.take(revision, 60_000);
      }
    },
  },

  "does not release": {
    meant: ["basics: a release ends the claim", "basics: a release of the first claim"],
    store: class extends TableStore {
      override async release() {}
    },
  },

  "releases whoever has the claim": {
    meant: [
      "claim exclusivity: who releases twice",
      "abandoned claims: who was taken over does not free",
    ],
    store: class extends TableStore {
      override async release(mine: Held) {
        this.giveBack(mine);
      }
    },
  },
};
