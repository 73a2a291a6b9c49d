import type { TokenStore } from "@refresh-once/core";
import type { Claim, Lease, ReadClaim, TokenRecord } from "@refresh-once/core/store";
import type { Seen } from "./history.ts";
import type { Ledger, Turn } from "./ledger.ts";
import type { OperationFate } from "./plan.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { World } from "./world.ts";

type Committed = Extract<Seen, { kind: "committed" }>;

/** Slower than this is a trouble, ms. */
const slow = 100;

/** A process's connection to the store: each operation takes its time, and may go wrong. */
export class SimulatedStore implements TokenStore {
  readonly readAndClaim?: (revision: number, lease: Lease) => Promise<ReadClaim>;
  readonly #world: World;
  readonly #process: SimulatedProcess;
  readonly #ledger: Ledger;

  constructor(world: World, process: SimulatedProcess) {
    this.#world = world;
    this.#process = process;
    this.#ledger = world.ledger;
    if (!world.canReadAndClaim) return;
    this.readAndClaim = (revision, lease) =>
      this.#operate((fate) => {
        const claim = this.#claim(fate, revision, lease);
        return { record: this.#read(), claim };
      });
  }

  read(): Promise<TokenRecord | undefined> {
    return this.#operate(() => this.#read());
  }

  claim(revision: number, lease: Lease): Promise<Claim | undefined> {
    return this.#operate((fate) => this.#claim(fate, revision, lease));
  }

  subscribe = (changed: () => void): (() => void) => {
    const { subscribers } = this.#world;
    const subscriber = { process: this.#process, changed };
    subscribers.add(subscriber);
    return () => subscribers.delete(subscriber);
  };

  #read(): TokenRecord | undefined {
    const { record } = this.#ledger;
    if (record) this.#process.seen.add(record);
    return record;
  }

  #claim(fate: OperationFate, revision: number, { duration }: Lease): Claim | undefined {
    const { clock, observer } = this.#world;
    if (this.#recover(revision)) return undefined;
    const turn = this.#ledger.claim(this.#process, revision, duration, clock.now);
    if (!turn) return undefined;
    if (fate.fault === "stolen") {
      observer.trouble("stolen", this.#process.name);
      clock.after(fate.back, undefined, () => this.#ledger.steal(turn, clock.now));
    }
    return this.#claimOf(turn);
  }

  #claimOf(turn: Turn): Claim {
    const { clock } = this.#world;
    return {
      ...(turn.abandoned && { abandoned: turn.abandoned }),
      ...(this.#world.canExtend && {
        extend: () => this.#operate(() => this.#ledger.prolong(turn, clock.now)),
      }),
      ...(this.#world.hasJournal && { journal: (next) => this.#journal(turn, next) }),
      commit: (next) =>
        this.#operate(
          () => this.#commit(turn, next),
          () => void this.#ledger.prolong(turn, clock.now),
        ),
      release: () => this.#operate(() => this.#ledger.release(turn)),
    };
  }

  #commit(turn: Turn, next: TokenRecord): boolean {
    const before = this.#ledger.record;
    if (!this.#ledger.commit(turn, next)) return false;
    this.#tellCommitted({ claimed: turn.revision, before, next, isRecovered: false });
    return true;
  }

  /** @returns whether a former claimant had journaled a reply */
  #recover(revision: number): boolean {
    const before = this.#ledger.record;
    const next = this.#ledger.recover(revision, this.#world.clock.now);
    if (next) this.#tellCommitted({ claimed: revision, before, next, isRecovered: true });
    return next !== undefined;
  }

  #tellCommitted(commit: Omit<Committed, "kind" | "process">): void {
    this.#world.committed({ kind: "committed", process: this.#process.name, ...commit });
  }

  #journal(turn: Turn, next: TokenRecord): void {
    const isHeld = this.#ledger.journal(turn, next);
    this.#world.observer.saw({ kind: "journaled", process: this.#process.name, isHeld, next });
  }

  /** If its process dies, no answer arrives; it depends on the plan whether it takes effect then. */
  #operate<T>(effect: (fate: OperationFate) => T, onFailure = () => {}): Promise<T> {
    const { clock, fates } = this.#world;
    const fate = fates.operation();
    this.#tell(fate);
    return new Promise((resolve, reject) => {
      const answer = (settle: () => void) => clock.after(fate.back, this.#process, settle);
      clock.after(fate.there, undefined, () => {
        if (this.#process.isGone && this.#world.losesUnderway) return;
        if (fate.fault === "fails") {
          onFailure();
          answer(() => reject(new Error("EIO")));
          return;
        }
        const result = effect(fate);
        if (fate.fault === "unanswered") answer(() => reject(new Error("ECONNRESET")));
        else if (fate.fault !== "hangs") answer(() => resolve(result));
      });
    });
  }

  #tell({ fault, there, back }: OperationFate): void {
    const { observer } = this.#world;
    const { name } = this.#process;
    if (fault && fault !== "stolen") observer.trouble(fault, name);
    if (there + back > slow) observer.trouble("slow", name);
  }
}
