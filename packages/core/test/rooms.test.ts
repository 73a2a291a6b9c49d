import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** From the lowest to the highest. A room may import from those before it. */
const rooms = ["values", "errors", "time", "tokens", "store", "renewal", "manager", "request"];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly target: string;
}

function importsOf(file: string): Import[] {
  const specifiers = readFileSync(join(src, file), "utf8").matchAll(/ from "(\.[^"]+)"/g);
  return Array.from(specifiers, ([, specifier = ""]) => {
    const target = relative(src, join(src, dirname(file), specifier));
    return { file, from: dirname(file), to: dirname(target), target };
  });
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" });
const imports = files.filter((file) => file.endsWith(".ts")).flatMap(importsOf);

describe("the folders of core", () => {
  test("are the known rooms, and the file store", () => {
    const folders = new Set(imports.map(({ from }) => from));
    expect([...folders].sort()).toEqual([".", "file", ...rooms].sort());
  });

  test("import from lower rooms only", () => {
    const upwards = imports.filter(
      ({ from, to }) => rooms.includes(from) && rooms.indexOf(to) > rooms.indexOf(from),
    );
    expect(upwards).toEqual([]);
  });

  test("import nothing from the entries or the file store", () => {
    expect(imports.filter(({ from, to }) => rooms.includes(from) && !rooms.includes(to))).toEqual(
      [],
    );
  });

  test("use the index of another room", () => {
    const inside = imports.filter(
      ({ from, to, target }) => from !== to && target !== join(to, "index.ts"),
    );
    expect(inside).toEqual([]);
  });
});
