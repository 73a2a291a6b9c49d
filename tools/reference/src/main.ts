import { rm } from "node:fs/promises";
import { readDocumentation } from "./documentation.ts";
import { pathOf, publishedEntries } from "./entries.ts";

const folder = pathOf("docs/reference");
const entries = publishedEntries();
const documentation = await readDocumentation({
  entries,
  tsconfig: pathOf("tools/reference/tsconfig.packages.json"),
});
await rm(folder, { recursive: true, force: true });
await documentation.write(folder);
for (const problem of documentation.problems) console.error(problem);
if (documentation.problems.length > 0) process.exitCode = 1;
else console.log(`Wrote the reference of ${entries.length} entries to ${folder}`);
