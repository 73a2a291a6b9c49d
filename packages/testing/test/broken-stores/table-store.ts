import { setImmediate as roundTrip } from "node:timers/promises";
import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  type ClaimHolder,
  type Lease,
  parseTokenRecord,
  type ReadClaim,
  type Spending,
  type TokenRecord,
  writeTokenRecord,
} from "@refresh-once/core/store";

/** A claim in a row. */
export interface Held extends Spending {
  until: number;
  /** The duration of its lease, ms. */
  readonly duration: number;
  /** The abandoned claim before it, if there is one. */
  readonly before: Held | undefined;
  readonly by: TokenStore;
  readonly restarts: number;
  /** The journaled record, as text. */
  entry?: string;
}

/** The row of one account. */
export class Row {
  text: string | undefined;
  revision = 0;
  held: Held | undefined;
  /** How many restarts there were before it was written. */
  restarts = 0;
  readonly listeners = new Set<() => void>();
}

/** The shared table of all stores. */
export class Table {
  readonly rows = new Map<string, Row>();
  restarts = 0;

  row(name: string): Row {
    const row = this.rows.get(name) ?? new Row();
    this.rows.set(name, row);
    return row;
  }
}

/** A correct store, in steps that a broken one can override. */
export class TableStore implements TokenStore {
  readonly table: Table;
  readonly row: Row;

  constructor(table: Table, key: string) {
    this.table = table;
    this.row = table.row(this.nameOf(key));
  }

  nameOf(key: string): string {
    return key;
  }

  async read(): Promise<TokenRecord | undefined> {
    await roundTrip();
    return this.load();
  }

  async claim(revision: number, lease: Lease): Promise<Claim | undefined> {
    await roundTrip();
    return this.tryClaim(revision, lease);
  }

  async readAndClaim(revision: number, lease: Lease): Promise<ReadClaim> {
    await roundTrip();
    const claim = this.tryClaim(revision, lease);
    return { record: this.load(), claim };
  }

  tryClaim(revision: number, { duration }: Lease): Claim | undefined {
    if (!this.isAt(revision) || !this.isFree(this.row.held, duration)) {
      this.refuse(revision);
      return undefined;
    }
    return this.recover() ? undefined : this.take(revision, duration);
  }

  async extend(mine: Held): Promise<boolean> {
    await roundTrip();
    const isMine = this.row.held === mine;
    if (isMine) mine.until = this.endOf(mine.duration);
    return isMine;
  }

  async commit(mine: Held, next: TokenRecord): Promise<boolean> {
    await roundTrip();
    if (!this.mayCommit(mine, next)) return this.isTooLate(mine);
    this.save(next);
    this.finish(mine);
    this.notify();
    return true;
  }

  journal(mine: Held, next: TokenRecord): void {
    if (this.isActive(mine)) mine.entry = this.textOf(next);
  }

  async release(mine: Held): Promise<void> {
    await roundTrip();
    if (this.row.held === mine) this.giveBack(mine);
  }

  subscribe(changed: () => void): () => void {
    const listener = () => changed();
    this.row.listeners.add(listener);
    return () => this.row.listeners.delete(listener);
  }

  async claimHolder(): Promise<ClaimHolder | undefined> {
    await roundTrip();
    const { held } = this.row;
    return held && !this.isFree(held, held.duration) ? this.describe(held) : undefined;
  }

  describe({ startedAt, until }: Held): ClaimHolder {
    const leaseEndsAt = Date.now() + until - performance.now();
    return { description: "another process", startedAt, leaseEndsAt };
  }

  load(): TokenRecord | undefined {
    const { text } = this.row;
    return text === undefined ? undefined : parseTokenRecord(text, "The row");
  }

  save(record: TokenRecord): void {
    const { row, table } = this;
    row.text = this.textOf(record);
    row.revision = record.revision;
    row.restarts = table.restarts;
  }

  textOf(record: TokenRecord): string {
    return writeTokenRecord(record);
  }

  isAt(revision: number): boolean {
    return this.row.revision === revision;
  }

  isFree(held: Held | undefined, _duration: number): boolean {
    return !held || performance.now() >= held.until;
  }

  refuse(_revision: number): void {}

  take(revision: number, duration: number): Claim {
    const before = this.row.held;
    const mine: Held = {
      revision,
      startedAt: Date.now(),
      until: this.endOf(duration),
      duration,
      before,
      by: this,
      restarts: this.table.restarts,
    };
    this.row.held = mine;
    const abandoned = this.reported(before);
    return {
      ...(abandoned && { abandoned }),
      extend: () => this.extend(mine),
      journal: (next) => this.journal(mine, next),
      commit: (next) => this.commit(mine, next),
      release: () => this.release(mine),
    };
  }

  endOf(duration: number): number {
    return performance.now() + duration;
  }

  reported(before: Held | undefined): Spending | undefined {
    return before && { revision: before.revision, startedAt: before.startedAt };
  }

  mayCommit({ revision }: Held, next: TokenRecord): boolean {
    const current = this.load();
    return this.row.revision === revision && (!current || this.descends(next, current));
  }

  descends({ epochs }: TokenRecord, current: TokenRecord): boolean {
    const epoch = current.epochs?.at(-1);
    return epoch === undefined || !epochs || epochs.includes(epoch);
  }

  /** Commits the record that a former claimant journaled; returns whether there was one. */
  recover(): boolean {
    for (let former = this.row.held; former; former = former.before) {
      const next = this.entryOf(former);
      if (!next || !this.mayCommit(former, next)) continue;
      this.save(next);
      this.finish(former);
      this.notify();
      return true;
    }
    return false;
  }

  entryOf({ entry }: Held): TokenRecord | undefined {
    return entry === undefined ? undefined : parseTokenRecord(entry, "The journal");
  }

  /** Whether this claim was not ended. It may have been taken over. */
  isActive(mine: Held): boolean {
    let former = this.row.held;
    while (former && former !== mine) former = former.before;
    return former === mine;
  }

  isTooLate(_mine: Held): boolean {
    return false;
  }

  finish(_mine: Held): void {
    this.row.held = undefined;
  }

  giveBack({ before }: Held): void {
    this.row.held = before;
  }

  notify(): void {
    for (const listener of [...this.row.listeners]) listener();
  }
}
