import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder (0700) for the token files of some accounts. It is removed with its scope, or with the process. */
export class TokenFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "refresh-once-tokens-"));
  readonly #accounts: readonly string[];
  readonly #remove = () => rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });

  constructor(accounts: readonly string[]) {
    this.#accounts = accounts;
    // Listeners run in the opposite order of creation, as with `using`.
    process.prependListener("exit", this.#remove);
  }

  /** The path of an account's token file. */
  pathOf(account: string): string {
    return join(this.path, fileOf(account));
  }

  /** What is there besides the token files, and the folders of their journals. */
  get leftOvers(): readonly string[] {
    const files = this.#accounts.map(fileOf);
    const known = [...files, ...files.map((file) => `${file}.journal`)];
    const names = readdirSync(this.path, { recursive: true }).map(String);
    return names.filter((name) => !known.includes(name));
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}

function fileOf(account: string): string {
  return `${account}.json`;
}
