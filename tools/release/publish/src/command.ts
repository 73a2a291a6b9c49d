import { parseArgs } from "node:util";
import { valid } from "semver";

/** What is to be done. */
export interface Command {
  /** Shows what a release would change; makes one in a clone that is thrown away; or makes it here. */
  readonly mode: "preview" | "rehearse" | "commit";
  /** Default: by the commits since the last release. */
  readonly version?: string;
}

export const usage = `npm run release [-- <version>] [--rehearse | --commit]
  Without a flag it only shows what would change.
  --rehearse  makes the release in a clone, packs it, and checks the tarballs; nothing is published
  --commit    versions, changelog, commit and tag, here; who pushes the tag has it published
  <version>   such as 1.2.3; without one, as the commits since the last release ask for`;

/** @throws {TypeError} that says what is wrong with the arguments */
export function readCommand(args: readonly string[]): Command | "help" {
  const flag = { type: "boolean", default: false } as const;
  const options = { rehearse: flag, commit: flag, help: flag };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return "help";
  if (values.rehearse && values.commit) throw new TypeError("Either --rehearse or --commit");
  const [version, ...more] = positionals;
  if (more.length > 0) throw new TypeError(`What is "${more[0]}"? There is but one version.`);
  if (version !== undefined && valid(version) !== version) {
    throw new TypeError(`"${version}" is no version, such as 1.2.3`);
  }
  const mode = values.rehearse ? "rehearse" : values.commit ? "commit" : "preview";
  return { mode, ...(version !== undefined && { version }) };
}
