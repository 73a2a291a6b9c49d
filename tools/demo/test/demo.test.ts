import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { afterEach, expect, it, vi } from "vitest";
import { DemoProcess } from "./demo-process.ts";

const waiting = { timeout: 15_000, interval: 20 };
const started: DemoProcess[] = [];

function start(...flags: readonly string[]): DemoProcess {
  const demo = new DemoProcess(...flags);
  started.push(demo);
  return demo;
}

/** Runs long enough to be stopped in the middle; resolves once requests have been counted. */
async function startLong(): Promise<DemoProcess> {
  const demo = start("--seconds", "60", "--ttl", "2", "--processes", "2");
  await vi.waitFor(() => expect(demo.output).toMatch(/\d+ s: [1-9]\d* requests/), waiting);
  return demo;
}

function pidsOf({ output }: DemoProcess): readonly number[] {
  const [, pids = ""] = /Processes: (.*)/.exec(output) ?? [];
  return pids.split(", ").map(Number);
}

function folderOf({ output }: DemoProcess): string {
  const [, folder = ""] = /Tokens: (.*)/.exec(output) ?? [];
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(async () => {
  for (const demo of started.splice(0)) {
    demo.kill("SIGKILL");
    await demo.exitCode;
    await rm(folderOf(demo), { recursive: true, force: true });
  }
});

it("shows that every expiry is refreshed exactly once", async () => {
  const demo = start("--seconds", "3", "--ttl", "2", "--processes", "2");
  expect(await demo.exitCode, demo.output).toBe(0);
  expect(demo.output).toMatch(/^provider +requests +401s +expiries +refreshes +reuse/m);
  expect(demo.output).toMatch(/^partner +\d+ +\d+ +[2-9] +[2-9] +0 +0 +\d+ ms$/m);
  expect(demo.output).toContain("every expiry was refreshed exactly once");
  expect(existsSync(folderOf(demo))).toBe(false);
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("ends cleanly with a table on %s", async (signal, exitCode) => {
  const demo = await startLong();
  demo.kill(signal);
  expect(await demo.exitCode, demo.output).toBe(exitCode);
  expect(demo.output).toContain("every expiry was refreshed exactly once");
  expect(existsSync(folderOf(demo))).toBe(false);
  expect(pidsOf(demo)).toHaveLength(2);
  expect(pidsOf(demo).filter(isRunning)).toEqual([]);
});

it("fails when a process dies", async () => {
  const demo = await startLong();
  const [pid = 0] = pidsOf(demo);
  process.kill(pid, "SIGKILL");
  expect(await demo.exitCode, demo.output).toBe(1);
  expect(demo.output).toContain(`process ${pid}: ended by a signal`);
  expect(pidsOf(demo).filter(isRunning)).toEqual([]);
});

it("leaves no process behind when it is killed itself", async () => {
  const demo = await startLong();
  const pids = pidsOf(demo);
  expect(pids.every(isRunning)).toBe(true);
  demo.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), waiting);
});

it("names a wrong flag in one line", async () => {
  const demo = start("--process", "2");
  expect(await demo.exitCode).toBe(2);
  expect(demo.output).toBe("Unknown option '--process'");
});
