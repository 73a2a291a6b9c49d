import { createHash } from "node:crypto";
import { createTokenManager } from "@refresh-once/core";
import { AuthorizationServer } from "./authorization-server.ts";
import { VirtualClock } from "./clock.ts";
import { Fates } from "./fates.ts";
import { happen } from "./happenings.ts";
import type { Seen, Switch } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { Observer } from "./observer.ts";
import type { Happening, Plan, ProcessPlan } from "./plan.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import { SimulatedStore } from "./simulated-store.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
import { refreshDeadline, sendDeadline } from "./users.ts";

/** Longer than a request may take, ms: a second failover in mid-request is one that no program can survive. */
const switchesApart = 10_000;

/** A store, an authorization server, a few processes on them, and one clock over all. */
export class World {
  readonly clock = new VirtualClock();
  readonly observer = new Observer(this.clock);
  readonly fates: Fates;
  readonly ledger: Ledger;
  readonly server: AuthorizationServer;
  readonly subscribers = new Set<{ process: SimulatedProcess; changed: () => void }>();
  /** Ends the calls of the token endpoint that have no answer. */
  readonly unanswered = new Set<(reason: unknown) => void>();
  readonly #plan: Plan;
  readonly #seeds: readonly string[];
  readonly #processes: SimulatedProcess[] = [];
  readonly #lives: number[] = [];
  #switchedAt = -Infinity;
  #calls = 0;
  #callers = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.fates = new Fates(plan);
    this.ledger = new Ledger(plan.store.seesDeath);
    this.server = new AuthorizationServer(this.clock, plan.server);
    this.#seeds = [this.server.login(), this.server.login()];
  }

  /** The present lives of the processes that have begun. */
  get living(): SimulatedProcess[] {
    return this.#processes.filter(({ isGone, manager }) => !isGone && manager);
  }

  /** Whether the leases of the store can be extended. */
  get canExtend(): boolean {
    return this.#plan.store.extends;
  }

  /** Whether the store can read a record and claim it in one step. */
  get canReadAndClaim(): boolean {
    return this.#plan.store.readsAndClaims;
  }

  /** Whether the claims of the store have a journal. */
  get hasJournal(): boolean {
    return this.#plan.store.journals;
  }

  /** Whether what a process has asked of the store is lost with it. */
  get losesUnderway(): boolean {
    return this.#plan.store.losesUnderway;
  }

  /** As records have it: a hash. */
  get firstSeed(): string {
    const hash = createHash("sha256").update(this.#seeds[0] ?? "");
    return hash.digest("base64").slice(0, 22);
  }

  nextCall(): number {
    return ++this.#calls;
  }

  nextCaller(): number {
    return ++this.#callers;
  }

  /** @returns when all that is planned has begun */
  begin(): number {
    for (const [index, plan] of this.#plan.processes.entries()) {
      this.#start(index, plan, plan.startsAt);
    }
    let at = 0;
    for (const happening of this.#plan.happenings) {
      at += happening.after;
      this.clock.after(at, undefined, () => this.#happen(happening));
    }
    return Math.max(at, ...this.#plan.processes.map(({ startsAt }) => startsAt));
  }

  restart(process: SimulatedProcess, after: number): void {
    this.#start(this.#processes.indexOf(process), process.plan, after);
  }

  committed(commit: Extract<Seen, { kind: "committed" }>): void {
    this.observer.saw(commit);
    this.#tellChange();
  }

  /** The store holds another record from now on, without a commit. Not if that was so a short time ago. */
  switchStore(cause: Switch, change: (ledger: Ledger) => void): void {
    const { now } = this.clock;
    if (now < this.#switchedAt + switchesApart) return;
    this.#switchedAt = now;
    const before = this.ledger.record;
    change(this.ledger);
    const { record } = this.ledger;
    this.observer.trouble(cause, "store");
    this.observer.saw({ kind: "switched", cause, before, record });
    this.#tellChange();
  }

  #tellChange(): void {
    if (!this.#plan.store.tells) return;
    for (const { process, changed } of this.subscribers) this.clock.after(1, process, changed);
  }

  #happen({ process: index, what }: Happening): void {
    const process = this.#processes[index % this.#processes.length];
    if (process?.manager) happen(this, process, what);
  }

  #start(index: number, plan: ProcessPlan, after: number): void {
    const number = (this.#lives[index] ?? 0) + 1;
    this.#lives[index] = number;
    const life = new SimulatedProcess(`p${index}.${number}`, plan, this.clock);
    this.#processes[index] = life;
    const { refreshAhead, seed } = plan;
    this.clock.after(after, life, () => {
      this.observer.saw({ kind: "started", process: life.name, refreshAhead });
      life.manager = createTokenManager({
        refresh: tokenEndpoint(this, life),
        store: new SimulatedStore(this, life),
        seed: { refreshToken: this.#seeds[this.ledger.record ? seed : 0] ?? "" },
        refreshAhead,
        refreshDeadline,
        sendDeadline,
        refreshBefore: 100,
        cooldown: 500,
      });
    });
  }
}
