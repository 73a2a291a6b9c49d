import type { BrokenStores } from "./broken-store.ts";
import { TableStore } from "./table-store.ts";

export const brokenSubscriptions: BrokenStores = {
  "notifies no subscriber": {
    meant: ["subscribe: another process is notified of each commit"],
    store: class extends TableStore {
      override notify() {}
    },
  },

  "notifies only of the first commit": {
    meant: ["subscribe: another process is notified of each commit"],
    store: class extends TableStore {
      override notify() {
        super.notify();
        this.row.listeners.clear();
      }
    },
  },

  "notifies only the process that committed": {
    meant: ["subscribe: another process is notified of each commit"],
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

  "notifies only the last subscriber": {
    meant: ["subscribe: several subscribers are notified of each commit"],
    store: class extends TableStore {
      override notify() {
        [...this.row.listeners].at(-1)?.();
      }
    },
  },

  "notifies subscribers that have unsubscribed": {
    meant: ["subscribe: a subscriber that has unsubscribed is not notified, and the others are"],
    store: class extends TableStore {
      override subscribe(changed: () => void) {
        super.subscribe(changed);
        return () => {};
      }
    },
  },

  "unsubscribes all subscribers at once": {
    meant: ["subscribe: a subscriber that has unsubscribed is not notified, and the others are"],
    store: class extends TableStore {
      override subscribe(changed: () => void) {
        super.subscribe(changed);
        return () => this.row.listeners.clear();
      }
    },
  },

  "counts a repeated unsubscription twice": {
    meant: ["subscribe: unsubscribing twice does not end another subscription"],
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

  "closes forever after the last subscriber": {
    meant: ["subscribe: a new subscriber is notified after all others have unsubscribed"],
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
