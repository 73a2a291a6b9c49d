import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of our own (0700) for token files. It goes with its scope, or with the process. */
export class TokenFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "refresh-once-demo-"));
  readonly #remove = () => rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });

  constructor() {
    // Last come, first gone, as with `using`.
    process.prependListener("exit", this.#remove);
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}
