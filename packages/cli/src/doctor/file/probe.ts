import { randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, type FilePlace } from "./file-place.ts";

/** The step of a commit that does not work, and where. */
export interface FailedStep {
  readonly step: "create" | "sync files" | "make hard links" | "rename files" | "sync folders";
  readonly path: string;
  readonly code: string;
}

/**
 * Does with probe files what the store does at a claim and a commit: creates a file in the journal, links it to a name
 * that only one process can get, and renames it into the folder. All probe files are removed.
 *
 * @returns the first step that failed
 */
export async function tryCommit({
  folder,
  journal,
  journalStats,
}: FilePlace): Promise<FailedStep | undefined> {
  const name = `.refresh-once-doctor-${randomUUID()}`;
  // The store ignores foreign files in its journal. If there is no journal, use a folder of our own.
  const own = join(folder, `${name}.journal`);
  const probe = new Probe({ folder, inside: journalStats ? journal : own, name });
  try {
    if (!journalStats) await probe.attempt("create", folder, () => mkdir(own, { mode: 0o700 }));
    await probe.run();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof StepError) return thrown.failed;
    throw thrown;
  } finally {
    await probe.remove();
    if (!journalStats) await rm(own, { recursive: true, force: true });
  }
}

class StepError extends Error {
  readonly failed: FailedStep;

  constructor(failed: FailedStep, cause: unknown) {
    super(`${failed.step} failed`, { cause });
    this.failed = failed;
  }
}

interface ProbePlace {
  readonly folder: string;
  readonly inside: string;
  readonly name: string;
}

class Probe {
  readonly #folder: string;
  readonly #inside: string;
  readonly #file: string;
  readonly #linked: string;
  readonly #renamed: string;

  constructor({ folder, inside, name }: ProbePlace) {
    this.#folder = folder;
    this.#inside = inside;
    this.#file = join(inside, name);
    this.#linked = join(inside, `${name}.link`);
    this.#renamed = join(folder, name);
  }

  async run(): Promise<void> {
    const inside = this.#inside;
    const create = () => open(this.#file, "wx", 0o600);
    const file = await this.attempt("create", inside, create);
    try {
      await this.attempt("sync files", inside, () => written(file));
    } finally {
      await file.close();
    }
    await this.attempt("make hard links", inside, () => this.#linkOnce());
    await this.attempt("rename files", this.#folder, () => rename(this.#linked, this.#renamed));
    for (const path of [inside, this.#folder]) {
      await this.attempt("sync folders", path, () => syncFolder(path));
    }
  }

  /** Does one step. Its failure is a `StepError`. */
  async attempt<T>(step: FailedStep["step"], path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new StepError({ step, path, code: codeOf(cause) }, cause);
    }
  }

  async remove(): Promise<void> {
    const names = [this.#file, this.#linked, this.#renamed];
    await Promise.all(names.map((name) => rm(name, { force: true }).catch(() => {})));
  }

  /** The second link to one name must fail, because that decides which process has the claim. */
  async #linkOnce(): Promise<void> {
    await link(this.#file, this.#linked);
    const again = await link(this.#file, this.#linked).then(() => "no error", codeOf);
    if (again !== "EEXIST") throw Object.assign(new Error(), { code: `${again} for a taken name` });
  }
}

async function written(file: FileHandle): Promise<void> {
  await file.writeFile("refresh-once doctor\n");
  await file.sync();
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for fsync, and the store does not do it there.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
