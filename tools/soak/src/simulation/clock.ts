/** Whoever lives by the clock, and may rest or die meanwhile. */
export interface Dweller {
  /** Nothing happens to it any more. */
  readonly isGone: boolean;
  /** Until then nothing happens to it: it is late for all that falls due before. */
  readonly awakeAt: number;
  /** Whether it then sees what has come in meanwhile before it looks at its timers. */
  readonly readsFirst: boolean;
  /** How far its wall clock goes ahead of the world's, ms. */
  readonly clockAhead: number;
  /** How long its machine has slept, ms: its monotonic clock rested, and so did its timers. */
  readonly slept: number;
}

/** Something that is to happen. */
export interface Due {
  at: number;
  readonly order: number;
  readonly whose: Dweller | undefined;
  readonly isTimer: boolean;
  /** It was due while its dweller was away, and is only waiting for that one. */
  isOverdue: boolean;
  run: (() => void) | undefined;
}

/** Captured before anything replaces it. */
const { setImmediate } = globalThis;

/** In ms. */
const aMoment = 0.001;

/** A guard against a program that never comes to rest. */
const mostEvents = 20_000;

/**
 * Virtual time in ms: one thing happens after the other, and time stands still meanwhile. What falls
 * due at the same time happens in the order in which it was arranged.
 */
export class VirtualClock {
  #now = 0;
  #arranged = 0;
  #happened = 0;
  #running: Dweller | undefined;
  readonly #queue: Due[] = [];

  get now(): number {
    return this.#now;
  }

  /** To whom the present event happens, with all that follows from it at once. */
  get running(): Dweller | undefined {
    return this.#running;
  }

  /** Arranges that `run` happens to somebody, or to the world, after so many ms. */
  after(ms: number, whose: Dweller | undefined, run: () => void, isTimer = false): Due {
    const at = this.#now + ms;
    const due = { at, order: this.#arranged++, whose, isTimer, isOverdue: false, run };
    this.#insert(due);
    return due;
  }

  /** The timers of a machine that sleeps rest with it. */
  delayTimers(whose: Dweller, ms: number): void {
    const timers = this.#queue.filter(
      (due) => due.isTimer && !due.isOverdue && due.whose === whose,
    );
    for (const due of timers) this.#queue.splice(this.#queue.indexOf(due), 1);
    for (const due of timers) {
      due.at += ms;
      this.#insert(due);
    }
  }

  /** Lets everything happen that falls due until then. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      const [next] = this.#queue;
      if (!next || next.at > end) break;
      this.#queue.shift();
      this.#now = next.at;
      const { whose, run } = next;
      if (!run || whose?.isGone) continue;
      if (whose && (whose.awakeAt > this.#now || this.#isLate(next))) {
        next.at = whose.awakeAt + (next.isTimer && whose.readsFirst ? aMoment : 0);
        next.isOverdue = true;
        this.#insert(next);
        continue;
      }
      if (++this.#happened > mostEvents) throw new Error("P4: it never comes to rest");
      await this.happen(whose, run);
    }
    this.#now = end;
  }

  /** Whether a timer is due at the moment at which its process wakes up and reads first. */
  #isLate({ whose, isTimer, isOverdue }: Due): boolean {
    return isTimer && !isOverdue && whose?.readsFirst === true && whose.awakeAt === this.#now;
  }

  /** Lets something happen now, to its end: a turn of the real event loop runs all its promises. */
  async happen(whose: Dweller | undefined, run: () => void): Promise<void> {
    this.#running = whose;
    run();
    // To nobody: it only arranges what is to happen.
    if (whose) await new Promise<void>((resolve) => setImmediate(resolve));
    this.#running = undefined;
  }

  #insert(due: Due): void {
    const queue = this.#queue;
    let index = queue.length;
    for (; index > 0; index--) {
      const before = queue[index - 1];
      if (!before || before.at < due.at) break;
      if (before.at === due.at && before.order < due.order) break;
    }
    queue.splice(index, 0, due);
  }
}
