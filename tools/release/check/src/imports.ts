import { posix } from "node:path";
import { init, parse } from "es-module-lexer";
import type { PackedPackage } from "./packed-package.ts";

/** What a file of `dist` imports or requires, in its code or in its types. */
export async function importsOf(one: PackedPackage, file: string): Promise<string[]> {
  if (file.endsWith(".cjs")) return requiredBy(await one.text(file));
  await init;
  const [imports] = parse(await one.text(file), file);
  return imports.flatMap(({ n }) => n ?? []);
}

function requiredBy(code: string): string[] {
  return [...code.matchAll(/\brequire\("([^"]+)"\)/g)].flatMap(([, name]) => name ?? []);
}

/** Every file that is loaded with an entry, with what it imports. */
export async function loadedWith(
  one: PackedPackage,
  entry: string,
): Promise<Map<string, string[]>> {
  const loaded = new Map<string, string[]>();
  const next = [entry.replace(/^\.\//, "")];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (loaded.has(file)) continue;
    const imports = await importsOf(one, file);
    loaded.set(file, imports);
    const folder = posix.dirname(file);
    next.push(
      ...imports.filter((name) => name.startsWith(".")).map((name) => posix.join(folder, name)),
    );
  }
  return loaded;
}
