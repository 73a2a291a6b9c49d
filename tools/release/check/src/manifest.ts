import { readFile } from "node:fs/promises";
import { join } from "node:path";

type Ranges = Readonly<Record<string, string>>;

/** Where one kind of module finds an entry. */
interface Target {
  readonly types: string;
  readonly default: string;
}

/** Where an entry leads, by condition. */
export interface Conditions {
  readonly "@refresh-once/source": string;
  readonly import: Target;
  readonly require: Target;
}

/** What is read of a `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: Ranges;
  readonly exports?: Readonly<Record<string, Conditions>>;
  readonly main?: string;
  readonly types?: string;
  /** The file of each command. */
  readonly bin?: Readonly<Record<string, string>>;
  /** Where TypeScript finds the types of an entry if it does not read `exports`. */
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly devDependencies?: Ranges;
}

/** The `package.json` of a folder. */
export async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}
