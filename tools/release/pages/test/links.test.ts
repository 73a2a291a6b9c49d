import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** A page without its blocks of code. */
async function proseOf(page: string): Promise<string> {
  return (await readFile(page, "utf8")).replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** The anchors that GitHub gives to the headings of a page. */
async function anchorsOf(page: string): Promise<readonly string[]> {
  const headings = [...(await proseOf(page)).matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = ""]) => {
    const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "");
    return words.replaceAll(" ", "-");
  });
}

/** A link to a folder shows its README; a folder without one is shown itself. */
async function targetOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found && path;
  return (await targetOf(join(path, "README.md"))) ?? path;
}

async function isWhole(page: string, link: string): Promise<boolean> {
  const [path = "", anchor] = link.split("#");
  const target = await targetOf(path === "" ? page : resolve(dirname(page), path));
  if (!target || anchor === undefined) return target !== undefined;
  return target.endsWith(".md") && (await anchorsOf(target)).includes(anchor);
}

async function brokenLinksOf(page: string): Promise<string[]> {
  const links = [...(await proseOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link = ""]) => link,
  );
  const local = links.filter((link) => !/^https?:/.test(link));
  const isBroken = await Promise.all(local.map(async (link) => !(await isWhole(page, link))));
  return local
    .filter((_, index) => isBroken[index])
    .map((link) => `${relative(root, page)}: ${link}`);
}

test("Every link of a page to another page, or to a heading of one, leads somewhere", async () => {
  const folders = ["packages", "docs", "examples"].map((name) => join(root, name));
  const names = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true })));
  const below = names.flatMap((found, index) =>
    found.map((name) => join(folders[index] ?? "", name)),
  );
  const ours = below.filter((path) => path.endsWith(".md") && !path.includes("node_modules"));
  const pages = [join(root, "README.md"), join(root, "CONTRIBUTING.md"), ...ours];
  expect(pages.length).toBeGreaterThan(10);
  expect((await Promise.all(pages.map(brokenLinksOf))).flat()).toEqual([]);
});
