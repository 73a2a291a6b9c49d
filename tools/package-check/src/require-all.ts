import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Everything } from "./everything.ts";
import type { Found } from "./held.ts";
import { entriesOf } from "./packed-package.ts";
import { runNode } from "./run-node.ts";

const program = fileURLToPath(new URL("../fixtures/require.cjs", import.meta.url));

/** Loads every entry by `require()` where everything is installed; gives what does not work. */
export async function requireAll({ folder, packages }: Everything): Promise<Found> {
  await cp(program, join(folder, "require.cjs"));
  // Jest and older bundlers cannot require() an ES module either.
  const flags = ["--no-experimental-require-module", "require.cjs"];
  const { code, printed } = await runNode(folder, [...flags, ...entriesOf(packages)]);
  const isSo = code === 0 && printed === "";
  return { violations: isSo ? [] : [printed || `it ended with ${code}`] };
}
