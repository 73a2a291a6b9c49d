/**
 * Runs a few operations at a time. Thousands that all begin at once would share the disk so evenly that
 * none of them ends in time.
 */
export class OperationQueue {
  readonly #most: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param most that run at the same time */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns `undefined` if the signal has aborted before its turn: nobody waits for it any more */
  async run<T>(
    operation: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined> {
    await this.#turn();
    try {
      return signal?.aborted ? undefined : await operation();
    } finally {
      this.#next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#most) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The one that begins takes the place of the one that has ended. */
  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#running--;
  }
}
