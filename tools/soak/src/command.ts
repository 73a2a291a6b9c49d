import { flagProblem, Interruption } from "@refresh-once/end-to-end/program";
import { herdMode } from "./herd/herd-mode.ts";
import { soakMode } from "./kills/soak-mode.ts";
import type { Mode } from "./mode.ts";
import { outagesMode } from "./outages/outages-mode.ts";
import { simulateMode } from "./simulation/simulate-mode.ts";

/** Each but the soak by a flag of its name. */
const modes: Readonly<Record<string, Mode>> = {
  "--soak": soakMode,
  "--outages": outagesMode,
  "--herd": herdMode,
  "--simulate": simulateMode,
};

/** The `--help` of all modes. */
export function usage(): string {
  return Object.values(modes)
    .map((mode) => mode.usage)
    .join("\n\n");
}

/**
 * Does what the arguments say.
 *
 * @param listen called when the flags are right: starts to wait for Ctrl-C
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  listen: () => Pick<Interruption, "signal" | "exitCode"> = () => new Interruption(),
): Promise<number> {
  const start = prepare(args);
  if (typeof start === "string") {
    console.error(start);
    return 2;
  }
  const interruption = listen();
  const isWell = await start(interruption.signal);
  return isWell ? (interruption.exitCode ?? 0) : 1;
}

/** What is to be done, or what is wrong with the flags, in one line. */
function prepare(args: readonly string[]): ReturnType<Mode["prepare"]> | string {
  const flag = args.find((arg) => Object.hasOwn(modes, arg)) ?? "--soak";
  const mode = modes[flag] ?? soakMode;
  try {
    return mode.prepare(args.filter((arg) => arg !== flag));
  } catch (error) {
    return flagProblem(error);
  }
}
