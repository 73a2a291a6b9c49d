/**
 * Limits how many operations run at the same time. If thousands start at once, they share the disk so
 * evenly that none of them completes before its deadline.
 */
export class OperationQueue {
  readonly #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param limit how many operations run at the same time */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Runs an operation when there is room for it.
   *
   * @returns `undefined` if the signal was aborted before the operation started: no caller needs it
   */
  async run<T>(
    operation: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined> {
    await this.#acquire();
    try {
      return signal?.aborted ? undefined : await operation();
    } finally {
      this.#release();
    }
  }

  async #acquire(): Promise<void> {
    if (this.#running < this.#limit) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Passes the free place to the next waiting operation, so the number of running ones stays the same. */
  #release(): void {
    const start = this.#waiting.shift();
    if (start) start();
    else this.#running--;
  }
}
