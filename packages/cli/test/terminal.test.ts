import { spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commandLine } from "./running/command.ts";
import { useProject } from "./running/use-project.ts";

/** util-linux has it; it runs a command at a terminal of its own. */
const hasScript = spawnSync("script", ["--version"]).status === 0;

const used = useProject();

/** Runs the command at a terminal, and types `keys` when it has asked for them. */
async function atTerminal(args: readonly string[], keys = ""): Promise<[number | null, string]> {
  const line = commandLine(args)
    .map((word) => `'${word}'`)
    .join(" ");
  const child = spawn("script", ["-qec", line, "/dev/null"], { cwd: used.project.folder });
  let shown = "";
  child.stdout.on("data", (chunk) => {
    const hadAsked = shown.includes("it is not shown");
    shown += chunk;
    if (!hadAsked && shown.includes("it is not shown")) child.stdin.write(keys);
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return [code, shown];
}

describe.skipIf(!hasScript)("at a terminal", () => {
  test("the refresh token is asked for, and not shown", async () => {
    const seed = used.server.issueRefreshToken("oroBank");
    const [code, shown] = await atTerminal(["login", "oro"], `${seed}\r`);
    expect(shown).toContain("oro: the tokens are stored.");
    expect(shown).not.toContain(seed.slice(0, 8));
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(used.project.store, "utf8")).tokens.refreshToken).toBe(seed);
  });

  test("Ctrl-C at the prompt stores nothing", async () => {
    const [code, shown] = await atTerminal(["login", "oro"], "half\u0003");
    expect(shown).toContain("Interrupted.");
    expect(shown).not.toContain("half");
    expect(code).toBe(130);
    await expect(readFile(used.project.store)).rejects.toThrow("ENOENT");
  });

  test("an access token is only shown with --show", async () => {
    const [code, shown] = await atTerminal(["token", "oro"]);
    expect(shown).toContain("add --show");
    expect(code).toBe(2);
    expect(used.server.counters("oroBank").tokenRequests).toBe(0);
  });
});
