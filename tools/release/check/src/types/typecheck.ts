import { runNode } from "../run-node.ts";
import type { Compiler } from "./compilers.ts";
import { flagsOf, type Setting, withoutUs } from "./settings.ts";

/** What a compiler says of a project. */
export interface Compiled {
  readonly ours: readonly string[];
  /** What it says just so of a project that imports nothing of ours. */
  readonly theirs: readonly string[];
}

/** A compiler of users, at work in a project. */
export class Typecheck {
  readonly version: Compiler;
  readonly #folder: string;
  readonly #tsc: string;

  constructor(version: Compiler, folder: string, tsc: string) {
    this.version = version;
    this.#folder = folder;
    this.#tsc = tsc;
  }

  /** Where types of third parties do not compile, it looks whether that is so without us, too. */
  async compile(setting: Setting): Promise<Compiled> {
    const complaints = await this.#run(setting);
    if (!complaints.some(isOfThirdParty)) return { ours: complaints, theirs: [] };
    const without = await this.#run(withoutUs(setting));
    return {
      ours: complaints.filter((line) => !without.includes(line)),
      theirs: complaints.filter((line) => without.includes(line)),
    };
  }

  async #run(setting: Setting): Promise<readonly string[]> {
    const project = ["-p", `tsconfig.${setting.name}.json`];
    const flags = [this.#tsc, "--pretty", "false", ...project, ...flagsOf(this.version, setting)];
    const { code, printed } = await runNode(this.#folder, flags);
    if (code !== 0 && printed === "") return [`tsc ended with ${code}`];
    return printed.split("\n").filter(Boolean);
  }
}

function isOfThirdParty(line: string): boolean {
  return /^node_modules\/(?!@refresh-once\/)/.test(line);
}
