import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of our own (0700) for the token file. It goes with its scope, or with the process. */
export class TokenFolder implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "refresh-once-soak-"));
  readonly #remove = () => rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });

  constructor() {
    // Last come, first gone, as with `using`.
    process.prependListener("exit", this.#remove);
  }

  /** Of the token file. */
  get path(): string {
    return join(this.#folder, "tokens.json");
  }

  /** What stands beside the token file. */
  get leftOvers(): readonly string[] {
    return readdirSync(this.#folder).filter((name) => name !== "tokens.json");
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}
