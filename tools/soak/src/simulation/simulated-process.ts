import type { TokenManager, TokenSet } from "@refresh-once/core";
import type { TokenRecord } from "@refresh-once/core/store";
import type { Dweller, VirtualClock } from "./clock.ts";
import type { ProcessPlan } from "./plan.ts";

/** One life of a process: after a crash another begins, which knows nothing. */
export class SimulatedProcess implements Dweller {
  readonly name: string;
  readonly plan: ProcessPlan;
  readonly #clock: VirtualClock;
  manager: TokenManager | undefined;
  /** What the user was given last. */
  given: TokenSet | undefined;
  /** What it was shown of the store. */
  readonly seen = new WeakSet<TokenRecord>();
  isGone = false;
  awakeAt = 0;
  readsFirst = false;
  clockAhead: number;
  slept = 0;
  #asleepUntil = 0;

  constructor(name: string, plan: ProcessPlan, clock: VirtualClock) {
    this.name = name;
    this.plan = plan;
    this.#clock = clock;
    this.clockAhead = plan.clockAhead;
  }

  /** SIGSTOP, and SIGCONT after so many ms: both clocks go on. */
  suspend(ms: number, readsFirst: boolean): void {
    if (this.awakeAt <= this.#clock.now) this.readsFirst = readsFirst;
    this.awakeAt = Math.max(this.awakeAt, this.#clock.now + ms);
  }

  /** A closed laptop: only the wall clock goes on. */
  sleep(ms: number, readsFirst: boolean): void {
    const { now } = this.#clock;
    const longer = Math.max(0, now + ms - Math.max(now, this.#asleepUntil));
    this.#asleepUntil = Math.max(now + ms, this.#asleepUntil);
    this.suspend(ms, readsFirst);
    this.slept += longer;
    this.#clock.delayTimers(this, longer);
  }
}
