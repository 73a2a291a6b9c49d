import { App } from "./app.ts";
import { setDiskFull } from "./full-disk.ts";
import { addFrame, type Outcome } from "./outcome.ts";
import { settingsOf } from "./settings.ts";
import { deleteDatabase, storedRow } from "./site-data.ts";

/** The application in a tab, with the contexts that its URL asks for. */
class TabApp extends App {
  readonly #worker: Worker | undefined;
  #isRestored = false;

  constructor({ href, search }: Location) {
    super(settingsOf({ href }));
    const query = new URLSearchParams(search);
    const added = query.getAll("with");
    query.delete("with");
    if (added.includes("frame")) addFrame(`${location.pathname}?${query}`);
    if (added.includes("worker")) this.#worker = new Worker(`/scripts/worker.js?${query}`);
    addEventListener("pageshow", ({ persisted }) => {
      this.#isRestored = persisted;
    });
  }

  /** Sends some requests at once from the dedicated worker of this tab. */
  requestInWorker(count: number): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker) throw new TypeError("This tab has no worker");
      const once = { once: true };
      worker.addEventListener("message", ({ data }) => resolve(data), once);
      worker.addEventListener("error", ({ message }) => reject(new Error(message)), once);
      worker.postMessage({ requests: count });
    });
  }

  /** Stops the thread of the dedicated worker for some ms. */
  stopWorker(ms: number): void {
    this.#worker?.postMessage({ stop: ms });
  }

  setDiskFull(isFull: boolean): void {
    setDiskFull(isFull);
  }

  /** Deletes databases while other contexts use them. */
  async deleteDatabases(...names: readonly string[]): Promise<void> {
    await Promise.all(names.map(deleteDatabase));
  }

  /** Returns what the database holds for the login of this tab, as JSON. */
  storedRow(): Promise<string> {
    return storedRow(this.key);
  }

  /** Whether the browser took this page from its back/forward cache. */
  isRestored(): boolean {
    return this.#isRestored;
  }
}

Reflect.set(globalThis, "app", new TabApp(location));
