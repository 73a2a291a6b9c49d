import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Everything } from "./everything.ts";
import type { Check, Found } from "./held.ts";
import { entriesOf } from "./packed-package.ts";
import { runNode } from "./run-node.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));

/** What is held of the two formats of every entry, where everything is installed. */
export function formatChecks(everything: Everything): Check[] {
  return [
    {
      holds: "every entry works by require()",
      // Jest and older bundlers cannot require() an ES module either.
      find: () =>
        silentRun(everything, [
          "--no-experimental-require-module",
          "require.cjs",
          ...entriesOf(everything.packages),
        ]),
    },
    {
      holds: "a process that loads packages by import and by require() has one state",
      find: () => silentRun(everything, ["both-formats.mjs"]),
    },
  ];
}

/** Runs a program of the fixtures that prints what is wrong. */
async function silentRun({ folder }: Everything, flags: readonly string[]): Promise<Found> {
  const program = flags.find((flag) => !flag.startsWith("-")) ?? "";
  await cp(join(fixtures, program), join(folder, program));
  const { code, printed } = await runNode(folder, flags);
  const isSo = code === 0 && printed === "";
  return { violations: isSo ? [] : [printed || `it ended with ${code}`] };
}
