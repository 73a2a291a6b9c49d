import type { BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

export const brokenSubscriptions: BrokenStores = {
  "tells nobody": {
    meant: ["subscribe: another process is told"],
    store: class extends TableStore {
      override notify() {}
    },
  },

  "tells of the first commit alone": {
    meant: ["subscribe: another process is told"],
    store: class extends TableStore {
      override notify() {
        super.notify();
        this.row.listeners.clear();
      }
    },
  },

  "tells the process that has committed": {
    meant: ["subscribe: another process is told"],
    store: class extends TableStore {
      readonly #own = new Set<() => void>();

      override subscribe(changed: () => void) {
        this.#own.add(changed);
        return () => this.#own.delete(changed);
      }

      override notify() {
        for (const changed of this.#own) changed();
      }
    },
  },

  "tells the one who came last": {
    meant: ["subscribe: several are told"],
    store: class extends TableStore {
      override notify() {
        [...this.row.listeners].at(-1)?.();
      }
    },
  },

  "tells those who have unsubscribed": {
    meant: ["subscribe: who has unsubscribed is told no more"],
    store: class extends TableStore {
      override subscribe(changed: () => void) {
        super.subscribe(changed);
        return () => {};
      }
    },
  },

  "unsubscribes all with one": {
    meant: ["subscribe: who has unsubscribed is told no more, and the others are"],
    store: class extends TableStore {
      override subscribe(changed: () => void) {
        super.subscribe(changed);
        return () => this.row.listeners.clear();
      }
    },
  },

  "counts down for each unsubscribing": {
    meant: ["subscribe: who unsubscribes twice"],
    store: class extends TableStore {
      #count = 0;

      override subscribe(changed: () => void) {
        const end = super.subscribe(changed);
        this.#count++;
        return () => {
          end();
          this.#count--;
          if (this.#count === 0) this.row.listeners.clear();
        };
      }
    },
  },

  "closes for good with the last one": {
    meant: ["subscribe: who comes after the last one has gone"],
    store: class extends TableStore {
      #isClosed = false;

      override subscribe(changed: () => void) {
        const end = this.#isClosed ? () => {} : super.subscribe(changed);
        return () => {
          end();
          this.#isClosed = true;
        };
      }
    },
  },
};
