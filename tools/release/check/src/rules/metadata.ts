import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rule } from "../held.ts";
import type { Manifest } from "../manifest.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));

/** Nothing that names a person or a registry; the repository is that of the release. */
const fields = new Set([
  ..."name version description keywords license type sideEffects engines exports files".split(" "),
  ..."main types typesVersions bin".split(" "),
  ..."scripts dependencies peerDependencies peerDependenciesMeta devDependencies".split(" "),
  ..."publishConfig repository homepage bugs".split(" "),
]);

/** By these a package of the project is found; each has some of its own. */
const keywords = ["access-token", "oauth2", "refresh-token", "token-refresh", "token-rotation"];

/** None of them is run when a package is installed, packed or published. */
const scripts = ["build", "typecheck", "test"];

export const metadata: Rule = {
  holds: "package.json says what a package is and whose it may be, and runs nothing when installed",
  violations: (packages) =>
    packages.flatMap(({ name, manifest }) =>
      complaintsOf(manifest).map((complaint) => `${name}: ${complaint}`),
    ),
};

function complaintsOf(manifest: Manifest): string[] {
  const own = manifest.keywords ?? [];
  const facts: readonly (readonly [boolean, string])[] = [
    [manifest.type === "module", '"type" must be "module"'],
    [manifest.sideEffects === false, '"sideEffects" must be false'],
    [manifest.license === "MIT", '"license" must be "MIT"'],
    [manifest.engines?.node === ">=20.19", '"engines.node" must be ">=20.19"'],
    [/^[^.]{10,}.*\.$/.test(manifest.description ?? ""), '"description" must be a sentence'],
    [keywords.every((word) => own.includes(word)), `"keywords" must have ${keywords.join(", ")}`],
    [own.length > keywords.length, '"keywords" must have some of its own'],
    [
      JSON.stringify(manifest.publishConfig) === '{"access":"public"}',
      '"publishConfig" must be { "access": "public" }: a scoped package is private otherwise',
    ],
  ];
  const strangers = Object.keys(manifest).filter((field) => !fields.has(field));
  const others = Object.keys(manifest.scripts ?? {}).filter((name) => !scripts.includes(name));
  return [
    ...facts.flatMap(([isSo, complaint]) => (isSo ? [] : [complaint])),
    ...strangers.map((field) => `"${field}" does not belong into a published package.json`),
    ...others.map((script) => `script "${script}": only ${scripts.join(", ")} are expected`),
  ];
}

export const license: Rule = {
  holds: "each package has the license of the project, and a README with its name",
  async violations(packages) {
    const ours = await readFile(join(root, "LICENSE"), "utf8");
    const complaints = packages.map(async ({ name, text }) => [
      ...((await text("LICENSE")) === ours ? [] : [`${name}: LICENSE is not that of the project`]),
      ...((await text("README.md")).startsWith(`# ${name}\n`)
        ? []
        : [`${name}: README.md must begin with "# ${name}"`]),
    ]);
    return (await Promise.all(complaints)).flat();
  },
};
