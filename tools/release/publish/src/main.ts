import { fileURLToPath } from "node:url";
import { readCommand, usage } from "./command.ts";
import { nxRelease } from "./nx-release.ts";
import { rehearse } from "./rehearse.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

try {
  const command = readCommand(process.argv.slice(2));
  if (command === "help") console.log(usage);
  else if (command.mode === "rehearse") {
    const version = await rehearse(root, command.version);
    console.log(`${version} could be released. Nothing was published.`);
  } else {
    await nxRelease(root, command.version, { dryRun: command.mode === "preview" });
    if (command.mode === "commit") console.log("Nothing was published: push the tag for that.");
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
