import { parseArgs } from "node:util";
import { type Runtime, runtimes } from "./runtime.ts";

/**
 * The runtimes that `--only` names, or all of them.
 *
 * @throws {TypeError} when a flag is wrong
 */
export function runtimesOf(args: readonly string[]): readonly Runtime[] {
  const { only } = parseArgs({ args: [...args], options: { only: { type: "string" } } }).values;
  if (only === undefined) return runtimes;
  return only.split(",").map((id) => {
    const runtime = runtimes.find((one) => one.id === id);
    if (runtime) return runtime;
    throw new TypeError(
      `--only: no "${id}", there are ${runtimes.map((one) => one.id).join(", ")}`,
    );
  });
}
