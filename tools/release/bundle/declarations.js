import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";

/** A file of the package that a declaration imports: what is before its extension, and that. */
const specifier = /(\b(?:from|import) ?\(?")(\.{1,2}\/[^"]+)\.ts"/g;

/**
 * Makes of the declarations that tsc has written those of ES modules and of CommonJS: the same text, but
 * each imports its own kind. What no entry leads to is removed.
 *
 * @param {readonly string[]} sources of the entries
 */
export async function finishDeclarations(sources) {
  const entries = sources.map((source) => source.replace(/^\.\/src\/(.*)\.ts$/, "$1"));
  const texts = await reachable(entries);
  await removeOthers(new Set(texts.keys()));
  for (const [module, text] of texts) await finish(`dist/${module}`, text);
}

/** The declarations of some modules and of all that these import, by module. */
async function reachable(entries) {
  const texts = new Map();
  const next = [...entries];
  for (let module = next.pop(); module !== undefined; module = next.pop()) {
    if (texts.has(module)) continue;
    const text = await readFile(`dist/${module}.d.ts`, "utf8");
    texts.set(module, text);
    const folder = posix.dirname(module);
    for (const [, , path] of text.matchAll(specifier)) next.push(posix.join(folder, path));
  }
  return texts;
}

async function removeOthers(modules) {
  const files = await readdir("dist", { recursive: true });
  const surplus = files.filter((file) => {
    const [, module] = /^(.*)\.d\.ts(?:\.map)?$/.exec(file) ?? [];
    return module !== undefined && !modules.has(module);
  });
  await Promise.all(surplus.map((file) => rm(join("dist", file))));
}

async function finish(path, text) {
  const map = await readFile(`${path}.d.ts.map`, "utf8");
  for (const [types, code] of [
    [".d.ts", ".js"],
    [".d.cts", ".cjs"],
  ]) {
    const name = basename(path);
    const own = text
      .replace(specifier, `$1$2${code}"`)
      .replace(`${name}.d.ts.map`, `${name}${types}.map`);
    await writeFile(path + types, own);
    await writeFile(`${path}${types}.map`, map.replace(`"${name}.d.ts"`, `"${name}${types}"`));
  }
}
