import { parseArgs } from "node:util";
import { flagProblem, wholeFrom } from "@refresh-once/end-to-end/program";
import { type BrowserName, browserNames } from "./browser/index.ts";

/** The names of the parts of the campaign. */
const partNames = ["suite", "storms", "peers", "closings", "outages"] as const;

/** The name of a part of the campaign. */
export type PartName = (typeof partNames)[number];

/** What to run. */
export interface Command {
  readonly parts: readonly PartName[];
  readonly browsers: readonly BrowserName[];
  /**
   * How many expiries the storms have in all, and the closings as well: their rows share them. Each row of the other
   * parts has a thirtieth of it.
   */
  readonly expiries: number;
  /** Whether `docs/browsers.md` is written. */
  readonly isWritten: boolean;
}

const usage = `npm run browsers -- [--only suite,storms,peers,closings,outages | --peers] [--browser chromium,firefox] [--expiries 300] [--write]
  --expiries  shared by the rows of the storms, and by those of the closings; each row of peers and outages has a thirtieth of it
  --peers     the same as --only peers: the storms with other libraries
  --write     writes docs/browsers.md; of all parts, in all browsers`;

const options = {
  only: { type: "string", default: partNames.join() },
  browser: { type: "string", default: browserNames.join() },
  expiries: { type: "string", default: "300" },
  peers: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
} as const;

/** @throws {TypeError} that names the wrong flag */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({ args: [...args], options });
  const command = {
    parts: values.peers ? ["peers" as const] : namesIn("--only", values.only, partNames),
    browsers: namesIn("--browser", values.browser, browserNames),
    expiries: wholeFrom("--expiries", values.expiries, 1, 100_000),
    isWritten: values.write,
  };
  const isWhole =
    command.parts.length === partNames.length && command.browsers.length === browserNames.length;
  if (command.isWritten && !isWhole) throw new TypeError("--write is for a run of all parts");
  return command;
}

/** Returns what is wrong with the flags, with the usage. */
export function problemOf(error: unknown): string {
  return `${flagProblem(error)}\n${usage}`;
}

function namesIn<Name extends string>(
  flag: string,
  text: string,
  known: readonly Name[],
): readonly Name[] {
  return text.split(",").map((name) => {
    const found = known.find((one) => one === name);
    if (found) return found;
    throw new TypeError(`${flag}: no "${name}", there are ${known.join(", ")}`);
  });
}
