import { processWide } from "@refresh-once/core/store";
import { closeAtRest } from "./page-rest.ts";
import { nameOf, storeFailure } from "./store-failure.ts";

/** A database has one object store. */
interface DatabaseLayout {
  readonly name: string;
  readonly store: string;
  /** A property of the values that is unique, and by which they are found. */
  readonly index?: string;
}

/** One database for each purpose, which is made only if it is used, so that none needs a new version for another. */
const layouts = {
  /** The accounts, by their keys. */
  accounts: { name: "refresh-once", store: "accounts" },
  /** The keys that encrypt accounts, by their names. */
  deviceKeys: { name: "refresh-once-keys", store: "keys" },
  /** The keys that sign proofs, by their thumbprints. */
  signingKeys: { name: "refresh-once-dpop", store: "keys", index: "login" },
} as const satisfies Record<string, DatabaseLayout>;

/** Errors of a connection that the browser has closed, for example while the page was in the background. */
const isConnectionError = /^(AbortError|InvalidStateError|UnknownError)$/;

/** Returns a database, with the only connection of this tab, frame or worker. */
export function database(purpose: keyof typeof layouts): Database {
  return processWide(`database:${purpose}`, () => {
    const database = new Database(layouts[purpose]);
    closeAtRest(database);
    return database;
  });
}

/** A value that is added unless there is one with the same property. */
interface NewValue {
  /** The value of the property. */
  readonly indexed: string;
  readonly key: string;
  readonly value: object;
}

/** The transactions of a database of this origin. They are atomic across all tabs, frames and workers. */
class Database {
  readonly #layout: DatabaseLayout;
  #connection: Promise<IDBDatabase> | undefined;

  constructor(layout: DatabaseLayout) {
    this.#layout = layout;
  }

  async read(key: string): Promise<unknown> {
    return this.#transact("readonly", (store, resolve) => {
      const reading = store.get(key);
      reading.onsuccess = () => resolve(reading.result);
    });
  }

  /**
   * Replaces a value in one transaction, which ends when the browser has written it to disk.
   *
   * @param change returns the new value; `undefined` leaves the present one
   * @returns the new value
   */
  replace<T extends object>(
    key: string,
    change: (present: unknown) => T | undefined,
  ): Promise<T | undefined> {
    return this.#transact("readwrite", (store, resolve, reject) => {
      const reading = store.get(key);
      reading.onsuccess = () => {
        try {
          const value = change(reading.result);
          if (value) store.put(value, key);
          // Nothing is left that this page must run for: it may be frozen or closed now.
          store.transaction.commit();
          store.transaction.oncomplete = () => resolve(value);
        } catch (thrown) {
          reject(thrown);
          store.transaction.abort();
        }
      };
    });
  }

  /**
   * Adds a value if there is none, in one transaction, which ends when the browser has written it to disk.
   *
   * @returns the value that is stored now
   */
  add(key: string, value: object): Promise<unknown> {
    return this.#transact("readwrite", (store, resolve) => {
      const reading = store.get(key);
      reading.onsuccess = () => {
        const found: unknown = reading.result;
        if (found === undefined) store.put(value, key);
        store.transaction.oncomplete = () => resolve(found ?? value);
      };
    });
  }

  /**
   * Finds a value by the index, and adds one if there is none, in one transaction, which ends when the browser has
   * written it to disk.
   *
   * @returns the value that is stored then
   */
  findOrAdd({ indexed, key, value }: NewValue): Promise<unknown> {
    return this.#transact("readwrite", (store, resolve) => {
      const finding = store.index(this.#layout.index ?? "").get(indexed);
      finding.onsuccess = () => {
        const found: unknown = finding.result;
        if (found === undefined) store.add(value, key);
        store.transaction.oncomplete = () => resolve(found ?? value);
      };
    });
  }

  /**
   * Closes the connection after its transactions. An open one also prevents that the database is deleted. The
   * next transaction opens it again.
   */
  close(): void {
    this.#connection?.then((database) => database.close()).catch(() => {});
    this.#connection = undefined;
  }

  async #transact<T>(
    mode: "readonly" | "readwrite",
    work: (
      store: IDBObjectStore,
      resolve: (result: T) => void,
      reject: (error: unknown) => void,
    ) => void,
  ): Promise<T> {
    const { store } = this.#layout;
    try {
      this.#connection ??= this.#open();
      const database = await this.#connection;
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: "strict" });
        transaction.onabort = () => reject(transaction.error);
        work(transaction.objectStore(store), resolve, reject);
      });
    } catch (thrown) {
      if (isConnectionError.test(nameOf(thrown))) this.close();
      throw storeFailure(thrown, mode === "readonly" ? "read" : "written");
    }
  }

  async #open(): Promise<IDBDatabase> {
    const { name, store, index } = this.#layout;
    const opened = new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        const created = request.result.createObjectStore(store);
        if (index) created.createIndex(index, index, { unique: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    try {
      const database = await opened;
      // The database is being deleted or upgraded, or the browser has closed the connection.
      database.onversionchange = database.onclose = () => this.close();
      return database;
    } catch (thrown) {
      this.#connection = undefined;
      throw thrown;
    }
  }
}
