import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLine, run } from "./running/command.ts";
import { emptyProject, imports, type Project } from "./running/project.ts";

let project: Project;

beforeAll(async () => {
  project = await emptyProject();
  const config = (...names: string[]) => `${imports}
const account = { refresh: oroBank(), store: fileStore("never.json") };
export default { ${names.map((name) => `${JSON.stringify(name)}: account`).join(", ")} };`;
  await project.write(
    "refresh-once.config.mjs",
    config("oro", "oracle", "shop", "$(touch hacked)"),
  );
  await project.write("other.mjs", config("elsewhere"));
  // What a shell finds in its PATH.
  await mkdir(join(project.folder, "bin"));
  const words = commandLine([]).map((word) => `'${word}'`);
  await project.write("bin/refresh-once", `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  await chmod(join(project.folder, "bin/refresh-once"), 0o755);
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout } = await run(["completion", shell], { cwd: project.folder });
    await project.write(`${shell}.script`, stdout);
  }
});
afterAll(() => project[Symbol.asyncDispose]());

type Shell = "bash" | "zsh" | "fish";

/** Lets a shell load its script, and ask it as at Tab. zsh calls compadd only in an interactive session. */
const asks: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => `
source bash.script
COMP_WORDS=(${quoted(words)})
COMP_CWORD=${words.length - 1}
asked=$(complete -p refresh-once)
asked=\${asked##*-F }
\${asked%% *} refresh-once
printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `
compdef() { asked=$1 }
compadd() { print -l -- "\${(@P)2}" }
_files() {}
source zsh.script
words=(${quoted(words)})
CURRENT=${words.length}
$asked`,
  fish: (words) => `
source fish.script
complete --do-complete ${quoted([words.join(" ")])}`,
};

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(" ");

/** What a shell offers when Tab is pressed after these words. */
function offeredBy(shell: Shell, ...words: string[]): string[] {
  const PATH = `${join(project.folder, "bin")}:${process.env.PATH}`;
  const { stdout } = spawnSync(shell, ["-c", asks[shell](["refresh-once", ...words])], {
    cwd: project.folder,
    env: { ...process.env, PATH, HOME: project.folder },
    encoding: "utf8",
  });
  return stdout.split("\n").filter(Boolean);
}

const isInstalled = (program: string) => spawnSync(program, ["--version"]).status === 0;

/** What the command offers a shell after these words. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout } = await run(["complete", "--", ...words], { cwd: project.folder });
  return stdout.split("\n").filter(Boolean);
}

describe("Tab offers", () => {
  test("commands, without those for programs", async () => {
    const commands = await offered("");
    expect(commands).toEqual(expect.arrayContaining(["login", "status", "keep", "completion"]));
    expect(commands).not.toContain("complete");
    expect(await offered("lo")).toEqual(["login", "logout"]);
  });

  test("the accounts of the configuration", async () => {
    expect(await offered("status", "shop", "or")).toEqual(["oro", "oracle"]);
    expect(await offered("--config", "other.mjs", "token", "")).toEqual(["elsewhere"]);
  });

  test("the flags of the command, and those of all", async () => {
    const flags = await offered("status", "--");
    expect(flags).toEqual(expect.arrayContaining(["--json", "--config", "--store", "--help"]));
    expect(flags).not.toContain("--device");
    expect(await offered("login", "oro", "--dev")).toEqual(["--device"]);
  });

  test("nothing of its own where a value or a URL is expected", async () => {
    expect(await offered("--config", "")).toEqual([]);
    expect(await offered("fetch", "oro", "")).toEqual([]);
    expect(await offered("no-such-command", "")).toEqual([]);
  });

  test("the shells", async () =>
    expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]));
});

describe.skipIf(!isInstalled("bash"))("Tab in bash", () => {
  test("passes all words, and an empty last one", () => {
    expect(offeredBy("bash", "lo")).toEqual(["login", "logout"]);
    expect(offeredBy("bash", "--config", "other.mjs", "token", "")).toEqual(["elsewhere"]);
  });

  test("runs no name of an account", () => {
    expect(offeredBy("bash", "token", "")).toEqual(["oro", "oracle", "shop"]);
    expect(existsSync(join(project.folder, "hacked"))).toBe(false);
  });

  test("offers nothing of its own where the command does not", () => {
    expect(offeredBy("bash", "fetch", "oro", "")).toEqual([]);
  });
});

test("without a configuration, no account is offered, and nothing fails", async () => {
  await using empty = await emptyProject();
  const ended = await run(["complete", "--", "token", ""], { cwd: empty.folder });
  expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
});

test.each(["zsh", "fish"] as const)("Tab in %s offers the same", (shell) => {
  if (!isInstalled(shell)) return;
  expect(offeredBy(shell, "lo").sort()).toEqual(["login", "logout"]);
  expect(offeredBy(shell, "--config", "other.mjs", "token", "")).toEqual(["elsewhere"]);
});

test("another shell is wrong usage", async () => {
  expect(await run(["completion", "cmd"], { cwd: project.folder })).toMatchObject({ code: 2 });
});
