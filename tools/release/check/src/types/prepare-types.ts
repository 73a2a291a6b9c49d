import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Block } from "@refresh-once/readme-check/blocks";
import { clients, type Everything } from "../everything.ts";
import { entriesOf } from "../packed-package.ts";
import { portable } from "../portable.ts";
import { type Setting, settingsOf, withoutUs } from "./settings.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/types", import.meta.url));
const bankApi = fileURLToPath(new URL("../../../pages/fixtures/bank-api.d.ts", import.meta.url));

/** Writes what is compiled, and the settings that it is compiled with. */
export async function prepareTypes(
  { folder, packages }: Everything,
  quickStarts: readonly Block[],
): Promise<readonly Setting[]> {
  await cp(fixtures, folder, { recursive: true });
  await cp(bankApi, join(folder, "bank-api.d.ts"));
  const all = entriesOf(packages);
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  await write("entries.mts", reexports(all));
  await write("entries.ts", reexports(all));
  await write("portable.mts", reexports(all.filter((entry) => portable.includes(entry))));
  const lines = all.map((entry, index) => `export import e${index} = require("${entry}");`);
  await write("required.cts", lines.join("\n"));
  const pages = quickStarts.map(({ code }, index) => ({ file: `quick-start-${index}.mts`, code }));
  for (const { file, code } of pages) await write(file, `${code}\nexport {};\n`);
  const settings = settingsOf(pages.map(({ file }) => file));
  await write("third-parties.ts", reexports(clients));
  const projects = [...settings, ...settings.map(withoutUs)];
  for (const { name, files, options: compilerOptions } of projects)
    await write(`tsconfig.${name}.json`, JSON.stringify({ compilerOptions, files }));
  return settings;
}

function reexports(entries: readonly string[]): string {
  return entries.map((entry, index) => `export * as e${index} from "${entry}";`).join("\n");
}
