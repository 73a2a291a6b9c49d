import { existsSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { DemoProcess } from "./demo-process.ts";

/**
 * Longer than the processes may get no processor time: a request whose token has ended by the time
 * that it arrives is sent once more, and that one has to arrive in time.
 */
const lifetime = ["--ttl", "8"];

/** One provider makes less work than five, where it is about the processes. */
const small = ["--seconds", "3600", "--processes", "2", "--provider", "vault", ...lifetime];

const patience = { timeout: 60_000, interval: 20 };

/** Starts a demo that can be stopped in the middle; resolves once requests have been counted. */
async function startLong(...flags: readonly string[]): Promise<DemoProcess> {
  const demo = new DemoProcess(...flags);
  await vi.waitFor(() => expect(demo.output).toMatch(/\d+ s: [1-9]\d* requests/), patience);
  return demo;
}

function pidsOf({ output }: DemoProcess): readonly number[] {
  const [, pids = ""] = /Processes: (.*)/.exec(output) ?? [];
  return pids.split(", ").map(Number);
}

/** The refreshes that the newest line of progress tells of. */
function refreshesOf({ output }: DemoProcess): number {
  return Number([...output.matchAll(/(\d+) refreshes/g)].at(-1)?.[1] ?? 0);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.concurrent("npm run demo", () => {
  test("shows that every expiry is refreshed exactly once, and ends cleanly with a table on SIGINT", async ({
    expect,
  }) => {
    await using demo = await startLong("--seconds", "3600", "--processes", "2", ...lifetime);
    // Four token files, and the client credentials of two processes.
    await expect.poll(() => refreshesOf(demo)).toBeGreaterThanOrEqual(2 * 6);
    demo.kill("SIGINT");
    expect(await demo.exitCode, demo.output).toBe(130);
    expect(demo.output).toMatch(/^provider +requests +401s +expiries +refreshes +reuse/m);
    expect(demo.output).toMatch(/^partner +[\d,]+ +\d+ +(\d+) +\1 +0 +0 +[\d,]+ ms$/m);
    expect(demo.output).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
    expect(pidsOf(demo)).toHaveLength(2);
    expect(pidsOf(demo).filter(isRunning)).toEqual([]);
  });

  test("ends by itself when its time is over", async ({ expect }) => {
    await using demo = new DemoProcess(
      "--seconds",
      "5",
      "--processes",
      "1",
      "--provider",
      "partner",
      ...lifetime,
    );
    expect(await demo.exitCode, demo.output).toBe(0);
    expect(demo.output).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
  });

  test("ends cleanly on SIGTERM", async ({ expect }) => {
    await using demo = await startLong(...small);
    demo.kill("SIGTERM");
    expect(await demo.exitCode, demo.output).toBe(143);
    expect(demo.output).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
    expect(pidsOf(demo).filter(isRunning)).toEqual([]);
  });

  test("fails when a process dies", async ({ expect }) => {
    await using demo = await startLong(...small);
    const [pid = 0] = pidsOf(demo);
    process.kill(pid, "SIGKILL");
    expect(await demo.exitCode, demo.output).toBe(1);
    expect(demo.output).toContain(`process ${pid}: ended by a signal`);
    expect(pidsOf(demo).filter(isRunning)).toEqual([]);
  });

  test("loses no tokens when a process is told to end", async ({ expect }) => {
    await using demo = await startLong(...small);
    const [pid = 0] = pidsOf(demo);
    process.kill(pid, "SIGTERM");
    expect(await demo.exitCode, demo.output).toBe(1);
    const failures = demo.output.split("\n").filter((line) => line.startsWith("FAILED"));
    expect(failures).toEqual([`FAILED process ${pid}: exit code 143`]);
  });

  test("leaves no process behind when it is killed itself", async ({ expect }) => {
    await using demo = await startLong(...small);
    const pids = pidsOf(demo);
    expect(pids.every(isRunning)).toBe(true);
    demo.kill("SIGKILL");
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  test("names a wrong flag in one line", async ({ expect }) => {
    await using demo = new DemoProcess("--process", "2");
    expect(await demo.exitCode).toBe(2);
    expect(demo.output).toBe("Unknown option '--process'");
  });
});
