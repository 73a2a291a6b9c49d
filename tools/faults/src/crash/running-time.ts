/** Between two ticks, ms. */
const tick = 20;

/** The most that the time between two ticks counts for, ms. */
const longestStep = 2 * tick;

/**
 * Measures for how long this process has run. Time in which it was stopped, or in which other programs
 * had the processor, counts for next to nothing: a limit on this time holds on a machine of any speed.
 */
export class RunningTime {
  #total = 0;
  #last = performance.now();

  constructor() {
    setInterval(() => this.#step(), tick).unref();
  }

  /** Milliseconds. */
  now(): number {
    this.#step();
    return this.#total;
  }

  #step(): void {
    const now = performance.now();
    this.#total += Math.min(now - this.#last, longestStep);
    this.#last = now;
  }
}
