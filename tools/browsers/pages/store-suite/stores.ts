import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  type Lease,
  parseTokenRecord,
  type Spending,
  writeTokenRecord,
} from "@refresh-once/core/store";
import { type StoreName, storesOf } from "./open-store.ts";

declare global {
  /** The driver exposes it: it reports that the record of a store has changed. */
  var storeChanged: (subscription: string) => void;
}

/** What the driver learns of a claim. The claim itself stays in this tab. */
export interface RemoteClaim {
  readonly id: string;
  readonly abandoned?: Spending;
  readonly canExtend: boolean;
}

/** The stores and claims of this tab, for a driver in another process. Records are passed as text. */
class Stores {
  readonly #opened = new Map<string, TokenStore>();
  readonly #claims = new Map<string, Claim>();
  readonly #subscriptions = new Map<string, () => void>();

  /** Opens the store of a key, even if this tab has already opened it. */
  open(name: StoreName, key: string): string {
    return keep(this.#opened, storesOf(name)(key));
  }

  async read(store: string): Promise<string | null> {
    const record = await found(this.#opened, store).read();
    return record ? writeTokenRecord(record) : null;
  }

  async claim(store: string, revision: number, lease: Lease): Promise<RemoteClaim | null> {
    const claim = await found(this.#opened, store).claim(revision, lease);
    if (!claim) return null;
    const { abandoned } = claim;
    const id = keep(this.#claims, claim);
    return { id, canExtend: claim.extend !== undefined, ...(abandoned && { abandoned }) };
  }

  /** Makes the lease of the claim of a key end now, as if its holder had been silent. */
  async endLease(key: string): Promise<void> {
    const database = await openDatabase();
    const store = database.transaction("accounts", "readwrite").objectStore("accounts");
    const reading = store.get(key);
    reading.onsuccess = () => {
      const { claim, ...row } = reading.result;
      store.put({ ...row, claim: { ...claim, leasedAt: claim.leasedAt - claim.duration } }, key);
    };
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve;
    });
    database.close();
  }

  async extend(claim: string): Promise<boolean> {
    return (await found(this.#claims, claim).extend?.()) ?? false;
  }

  commit(claim: string, text: string): Promise<boolean> {
    return found(this.#claims, claim).commit(parseTokenRecord(text, "the driver"));
  }

  release(claim: string): Promise<void> {
    return found(this.#claims, claim).release();
  }

  subscribe(store: string, subscription: string): boolean {
    const end = found(this.#opened, store).subscribe?.(() => storeChanged(subscription));
    if (end) this.#subscriptions.set(subscription, end);
    return end !== undefined;
  }

  unsubscribe(subscription: string): void {
    this.#subscriptions.get(subscription)?.();
    this.#subscriptions.delete(subscription);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("refresh-once");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function keep<Thing>(things: Map<string, Thing>, thing: Thing): string {
  const id = crypto.randomUUID();
  things.set(id, thing);
  return id;
}

function found<Thing>(things: ReadonlyMap<string, Thing>, id: string): Thing {
  const thing = things.get(id);
  if (thing === undefined) throw new TypeError("This tab has no such store or claim");
  return thing;
}

Reflect.set(globalThis, "app", new Stores());
