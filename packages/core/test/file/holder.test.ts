import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Holder, isDead, thisHolder } from "../../src/file/holder.ts";

/** A process whose pool threads are always inside a system call that delays a kill. */
const busy = `
  const { openSync, write, fsync, unlinkSync } = require("node:fs");
  for (const name of ["a", "b", "c", "d"]) {
    const path = require("node:path").join(require("node:os").tmpdir(), "holder-" + process.pid + name);
    const file = openSync(path, "w");
    unlinkSync(path);
    const again = () => write(file, "x", () => fsync(file, again));
    again();
  }
  process.stdout.write("busy");
`;

/** The holder that the process would write into its claim file. */
function holderOf({ pid = 0 }: ChildProcess): Holder {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return { ...thisHolder(), pid, started };
}

/** How many threads of a process still exist, besides the main thread. */
function threadsOf({ pid }: Holder): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length - 1;
  } catch {
    return 0;
  }
}

/** Kills a busy process, and returns how many threads it still has when it first counts as dead. */
async function threadsWhenDead(): Promise<number> {
  const child = spawn(process.execPath, ["-e", busy], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  await once(child.stdout, "data");
  const holder = holderOf(child);
  const self = thisHolder();
  expect(isDead(holder, self)).toBe(false);
  child.kill("SIGKILL");
  while (!isDead(holder, self)) await after(0);
  const threads = threadsOf(holder);
  await exited;
  return threads;
}

it.runIf(process.platform === "linux")(
  "P1: a killed process does not count as dead while it still has threads, and so open connections",
  async () => {
    for (let kills = 0; kills < 12; kills++) expect(await threadsWhenDead()).toBe(0);
  },
);
