import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The program as `npm run soak` starts it, with a pipe in the place of a terminal. */
function start(...flags: readonly string[]) {
  const loader = ["--import", "tsx", "--conditions=@refresh-once/source"];
  const child = spawn(process.execPath, [...loader, main, ...flags], { stdio: "pipe" });
  const output: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => output.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const exitCode = once(child, "close").then(([code]): number | null => code);
  return { child, output, errors, exitCode };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.concurrent("npm run soak", () => {
  it("ends its workers on Ctrl-C, and prints what was counted until then", async ({ expect }) => {
    // The tokens live for longer than a process may get no processor time.
    const flags = ["--minutes", "5", "--processes", "2", "--ttl", "8"];
    const { child, output, errors, exitCode } = start(...flags);
    await expect.poll(() => output.join("\n")).toMatch(/ s: [1-9]\d* requests/);
    const [, pids = ""] = /Processes: (.*)/.exec(output.join("\n")) ?? [];
    child.kill("SIGINT");
    expect(await exitCode, [...output, ...errors].join("\n")).toBe(130);
    expect(output.join("\n")).toMatch(/^requests +\d+$/m);
    expect(output.at(-1)).toMatch(/^Every failure is explained/);
    expect(pids.split(", ").map(Number).filter(isRunning)).toEqual([]);
  });

  it("names a wrong flag in one line", async () => {
    const { errors, exitCode } = start("--minute", "1");
    expect(await exitCode).toBe(2);
    expect(errors.at(-1)).toBe("Unknown option '--minute'");
  });

  it("runs simulated schedules, and says of which seed", async () => {
    const { output, exitCode } = start("--simulate", "--runs", "300", "--seed", "7");
    expect(await exitCode).toBe(0);
    expect(output[0]).toBe("300 schedules of seed 7");
    expect(output.at(-1)).toMatch(/^All hold\. 300 schedules in \d+ s/);
  });

  it("ends simulated schedules on Ctrl-C", async ({ expect }) => {
    const { child, output, exitCode } = start("--simulate", "--runs", "100000000");
    await expect.poll(() => output).toHaveLength(1);
    child.kill("SIGINT");
    expect(await exitCode).toBe(130);
  });
});
