import { setTimeout as sleep } from "node:timers/promises";
import type { SoakCrew } from "../processes/soak-crew.ts";
import type { Random } from "../random.ts";
import { calm, drawFate, type Fate } from "../server/fate.ts";
import type { RefreshCall } from "../server/refresh-call.ts";
import type { RefreshLedger } from "../server/refresh-ledger.ts";
import type { Operator } from "../server/token-endpoint.ts";

/**
 * At most so many senders of one refresh token are killed in mid-request. After each, all processes wait
 * twice as long before the next request: with more kills, the soak would do nothing but wait.
 */
const deadlySends = 3;

/** Kills workers in the midst of refreshes, and at any other time. */
export class Killer implements Operator {
  readonly #random: Random;
  readonly #ledger: RefreshLedger;
  readonly #mayKill: boolean;
  #crew: SoakCrew | undefined;

  constructor(random: Random, ledger: RefreshLedger, mayKill: boolean) {
    this.#random = random;
    this.#ledger = ledger;
    this.#mayKill = mayKill;
  }

  fateOf({ refreshToken }: RefreshCall): Fate {
    const mayKill = this.#mayKill && this.#ledger.callsOf(refreshToken).length <= deadlySends;
    return this.#crew ? drawFate(this.#random, mayKill) : calm;
  }

  killIn(delay: number, { sender }: RefreshCall): void {
    setTimeout(() => this.#crew?.kill(sender.worker), delay);
  }

  /** Until it is over: one now and then, or a few, or all. */
  async haunt(crew: SoakCrew, isOver: AbortSignal): Promise<void> {
    this.#crew = crew;
    while (!isOver.aborted) {
      await sleep(this.#random.between(300, 3_000), undefined, { signal: isOver }).catch(() => {});
      if (!this.#mayKill || isOver.aborted) continue;
      const share = this.#random.chance(0.1) ? this.#random.between(0, 1) : 0;
      const victims = crew.ready.filter(() => this.#random.chance(share));
      for (const victim of victims) crew.kill(victim);
      const victim = this.#random.pick(crew.ready);
      if (victim !== undefined) crew.kill(victim);
    }
    this.#crew = undefined;
  }
}
