import { processWide } from "@refresh-once/core/store";
import { closeAtRest } from "./page-rest.ts";
import { nameOf, storeFailure } from "./store-failure.ts";

/** The object stores, by the names of their databases. Each database has only one. */
const objectStores = {
  /** The accounts, by their keys. */
  "refresh-once": "accounts",
  /** The keys that encrypt accounts, by their names. They have a database of their own, which is made only if it is used. */
  "refresh-once-keys": "keys",
} as const;

/** The name of a database. */
export type DatabaseName = keyof typeof objectStores;

/** Errors of a connection that the browser has closed, for example while the page was in the background. */
const isConnectionError = /^(AbortError|InvalidStateError|UnknownError)$/;

/** Returns a database, with the only connection of this tab, frame or worker. */
export function database(name: DatabaseName): Database {
  return processWide(`database:${name}`, () => {
    const database = new Database(name);
    closeAtRest(database);
    return database;
  });
}

/** The transactions of a database of this origin. They are atomic across all tabs, frames and workers. */
class Database {
  readonly #name: DatabaseName;
  #connection: Promise<IDBDatabase> | undefined;

  constructor(name: DatabaseName) {
    this.#name = name;
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
    const objectStore = objectStores[this.#name];
    try {
      this.#connection ??= this.#open();
      const database = await this.#connection;
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(objectStore, mode, { durability: "strict" });
        transaction.onabort = () => reject(transaction.error);
        work(transaction.objectStore(objectStore), resolve, reject);
      });
    } catch (thrown) {
      if (isConnectionError.test(nameOf(thrown))) this.close();
      throw storeFailure(thrown, mode === "readonly" ? "read" : "written");
    }
  }

  async #open(): Promise<IDBDatabase> {
    const opened = new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(this.#name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(objectStores[this.#name]);
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
