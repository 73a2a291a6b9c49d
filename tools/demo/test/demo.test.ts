import { existsSync } from "node:fs";
import { type Bundle, isRunning } from "@refresh-once/processes";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundleDemo, DemoProcess } from "./demo-process.ts";

/**
 * Longer than the processes may get no processor time: a request whose token has ended by the time
 * that it arrives is sent once more, and that one has to arrive in time.
 */
const lifetime = ["--ttl", "8"];

/** One provider makes less work than five, where it is about the processes. */
const small = ["--seconds", "3600", "--processes", "2", "--provider", "vault", ...lifetime];

const patience = { interval: 20 };

let bundled: Bundle;
beforeAll(async () => {
  bundled = await bundleDemo();
});
afterAll(() => bundled[Symbol.asyncDispose]());

/** Starts a demo that can be stopped in the middle; resolves once requests have been counted. */
async function startLong(...flags: readonly string[]): Promise<DemoProcess> {
  const demo = new DemoProcess(flags, bundled.module);
  await vi.waitFor(() => expect(demo.text).toMatch(/\d+ s: [1-9]\d* requests/), patience);
  return demo;
}

/** The refreshes that the newest line of progress tells of. */
function refreshesOf({ text }: DemoProcess): number {
  return Number([...text.matchAll(/(\d+) refreshes/g)].at(-1)?.[1] ?? 0);
}

describe.concurrent("npm run demo", () => {
  test("shows that every expiry is refreshed exactly once, and ends cleanly with a table on SIGINT", async ({
    expect,
  }) => {
    const providers = ["--provider", "partner,clientCredentials"];
    const long = ["--seconds", "3600", "--processes", "2"];
    await using demo = await startLong(...long, ...providers, ...lifetime);
    // A token file, and the client credentials of two processes.
    await expect.poll(() => refreshesOf(demo)).toBeGreaterThanOrEqual(2 * 2);
    demo.kill("SIGINT");
    expect(await demo.exitCode, demo.text).toBe(130);
    expect(demo.text).toMatch(/^provider +requests +401s +expiries +refreshes +reuse/m);
    expect(demo.text).toMatch(/^partner +[\d,]+ +\d+ +(\d+) +\1 +0 +0 +[\d,]+ ms$/m);
    expect(demo.text).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
    expect(demo.pids).toHaveLength(2);
    expect(demo.pids.filter(isRunning)).toEqual([]);
  });

  test("ends by itself when its time is over, with all providers by default", async ({
    expect,
  }) => {
    await using demo = new DemoProcess(
      ["--seconds", "2", "--processes", "1", ...lifetime],
      bundled.module,
    );
    expect(await demo.exitCode, demo.text).toBe(0);
    expect(demo.text).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
  });

  test("ends cleanly on SIGTERM", async ({ expect }) => {
    await using demo = await startLong(...small);
    demo.kill("SIGTERM");
    expect(await demo.exitCode, demo.text).toBe(143);
    expect(demo.text).toContain("every expiry was refreshed exactly once");
    expect(existsSync(demo.folder)).toBe(false);
    expect(demo.pids.filter(isRunning)).toEqual([]);
  });

  test("fails when a process dies", async ({ expect }) => {
    await using demo = await startLong(...small);
    const [pid = 0] = demo.pids;
    process.kill(pid, "SIGKILL");
    expect(await demo.exitCode, demo.text).toBe(1);
    expect(demo.text).toContain(`process ${pid}: ended by a signal`);
    expect(demo.pids.filter(isRunning)).toEqual([]);
  });

  test("loses no tokens when a process is told to end", async ({ expect }) => {
    await using demo = await startLong(...small);
    const [pid = 0] = demo.pids;
    process.kill(pid, "SIGTERM");
    expect(await demo.exitCode, demo.text).toBe(1);
    const failures = demo.text.split("\n").filter((line) => line.startsWith("FAILED"));
    expect(failures).toEqual([`FAILED process ${pid}: exit code 143`]);
  });

  test("leaves no process behind when it is killed itself", async ({ expect }) => {
    await using demo = await startLong(...small);
    const pids = demo.pids;
    expect(pids.every(isRunning)).toBe(true);
    demo.kill("SIGKILL");
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  test("names a wrong flag in one line", async ({ expect }) => {
    await using demo = new DemoProcess(["--process", "2"]);
    expect(await demo.exitCode).toBe(2);
    expect(demo.text).toBe("Unknown option '--process'");
  });
});
