/** Rejections that nobody handles, from its making to its end. */
export class UnhandledRejections {
  readonly reasons: string[] = [];
  readonly #listen = (reason: unknown) => this.reasons.push(String(reason));

  constructor() {
    process.on("unhandledRejection", this.#listen);
  }

  end(): void {
    process.off("unhandledRejection", this.#listen);
  }
}
