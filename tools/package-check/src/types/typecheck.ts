import { runNode } from "../run-node.ts";
import { type Compiler, knowsRequireOfModules } from "./compilers.ts";
import { type Setting, withoutUs } from "./settings.ts";

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
  #withoutUs: Promise<readonly string[]> | undefined;

  constructor(version: Compiler, folder: string, tsc: string) {
    this.version = version;
    this.#folder = folder;
    this.#tsc = tsc;
  }

  applies({ name }: Setting): boolean {
    return name !== "commonjs" || knowsRequireOfModules(this.version);
  }

  /** Where types of third parties do not compile, it looks whether that is so without us, too. */
  async compile({ name }: Setting): Promise<Compiled> {
    const complaints = await this.#run(name);
    if (!complaints.some(isOfThirdParty)) return { ours: complaints, theirs: [] };
    this.#withoutUs ??= this.#run(withoutUs.name);
    const without = await this.#withoutUs;
    return {
      ours: complaints.filter((line) => !without.includes(line)),
      theirs: complaints.filter((line) => without.includes(line)),
    };
  }

  async #run(project: string): Promise<readonly string[]> {
    const flags = [this.#tsc, "--pretty", "false", "-p", `tsconfig.${project}.json`];
    const { code, printed } = await runNode(this.#folder, flags);
    if (code !== 0 && printed === "") return [`tsc ended with ${code}`];
    return printed.split("\n").filter(Boolean);
  }
}

function isOfThirdParty(line: string): boolean {
  return /^node_modules\/(?!@refresh-once\/)/.test(line);
}
