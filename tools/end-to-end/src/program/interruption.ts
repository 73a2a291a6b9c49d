const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** npm passes on the Ctrl-C that the terminal sent to all of us: one press arrives twice, ms apart. */
const onePress = 500;

/** Turns the first SIGINT or SIGTERM into a request to stop; the next one ends this process at once. */
export class Interruption {
  readonly #controller = new AbortController();
  #first: { readonly exitCode: number; readonly at: number } | undefined;

  constructor() {
    process.on("SIGINT", () => this.#take(exitCodes.SIGINT));
    process.on("SIGTERM", () => this.#take(exitCodes.SIGTERM));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** By convention 128 and the number of the signal; `undefined` when there was none. */
  get exitCode(): number | undefined {
    return this.#first?.exitCode;
  }

  #take(exitCode: number): void {
    const at = performance.now();
    if (!this.#first) {
      this.#first = { exitCode, at };
      this.#controller.abort();
    } else if (at - this.#first.at > onePress) {
      process.exit(exitCode);
    }
  }
}
