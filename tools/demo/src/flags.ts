import { parseArgs } from "node:util";
import { flagProblem, numberFrom, wholeFrom } from "@refresh-once/end-to-end/program";
import { type PresetName, presetNames } from "@refresh-once/end-to-end/scenario";
import type { Settings } from "./settings.ts";

/** What a command line asks for. */
export type Flags =
  | { readonly kind: "run"; readonly settings: Settings }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string };

export const usage = `npm run demo -- [flags]

  --provider <name>    one of ${presetNames.join(", ")};
                       repeatable or separated by commas (default: all)
  --processes <count>  worker processes, 1 to 32 (default: 4)
  --seconds <number>   how long they make requests, 1 to 3600 (default: 12)
  --ttl <seconds>      how long an access token lives, 0.5 to 3600 (default: 2)
  --help               this text`;

const options = {
  provider: { type: "string", multiple: true },
  processes: { type: "string", default: "4" },
  seconds: { type: "string", default: "12" },
  ttl: { type: "string", default: "2" },
  help: { type: "boolean", default: false },
} as const;

/** Reads the flags; a wrong one is named in one line. */
export function parseFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({ args: [...args], options });
    return values.help ? { kind: "help" } : { kind: "run", settings: settingsOf(values) };
  } catch (error) {
    return { kind: "wrong", message: flagProblem(error) };
  }
}

interface Values {
  readonly provider?: readonly string[] | undefined;
  readonly processes: string;
  readonly seconds: string;
  readonly ttl: string;
}

function settingsOf({ provider = presetNames, processes, seconds, ttl }: Values): Settings {
  const count = wholeFrom("--processes", processes, 1, 32);
  return {
    providers: providersFrom(provider.flatMap((names) => names.split(","))),
    processes: count,
    seconds: numberFrom("--seconds", seconds, 1, 3600),
    // A shorter one could end on its way to the server, which no client can help.
    lifetime: Math.round(1000 * numberFrom("--ttl", ttl, 0.5, 3600)),
  };
}

function providersFrom(names: readonly string[]): readonly PresetName[] {
  const unknown = names.find((name) => !presetNames.some((known) => known === name));
  if (unknown === undefined) return presetNames.filter((known) => names.includes(known));
  throw new TypeError(`--provider must be one of ${presetNames.join(", ")}, not "${unknown}"`);
}
