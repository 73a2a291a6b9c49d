import { type Bundle, bundleProgram, isRunning, Program } from "@refresh-once/processes";
import { afterAll, beforeAll, describe, it } from "vitest";

const sources = new URL("../src/main.ts", import.meta.url);

/**
 * The long form is `TESTS=full`: it also starts the program for what `command.test.ts` calls in its own process.
 * A start takes about a second of processor time.
 */
const isFull = process.env.TESTS === "full";

let bundled: Bundle;
beforeAll(async () => {
  bundled = await bundleProgram(sources);
});
afterAll(() => bundled[Symbol.asyncDispose]());

/** The program without a terminal. */
function start(...flags: readonly string[]): Program {
  return new Program(bundled.module, flags);
}

describe.concurrent("npm run soak", () => {
  it("ends its workers on Ctrl-C, and prints what was counted until then", async ({ expect }) => {
    // Nobody is killed, so that it is the end of the soak that ends the workers.
    const flags = ["--minutes", "5", "--processes", "2", "--ttl", "5", "--no-kills"];
    await using soak = start(...flags);
    await expect.poll(() => soak.text).toMatch(/ s: [1-9]\d* requests/);
    const { pids } = soak;
    soak.kill("SIGINT");
    expect(await soak.exitCode, soak.text).toBe(130);
    expect(soak.text).toMatch(/^requests +\d+$/m);
    expect(soak.output.at(-1)).toMatch(/^Every failure is explained/);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  it.runIf(isFull)("names a wrong flag in one line, from its sources", async ({ expect }) => {
    await using soak = new Program(sources, ["--minute", "1"]);
    expect(await soak.exitCode).toBe(2);
    expect(soak.errors.at(-1)).toBe("Unknown option '--minute'");
  });

  it.runIf(isFull)("exits with 0 when all schedules hold", async ({ expect }) => {
    await using soak = start("--simulate", "--runs", "20", "--seed", "7");
    expect(await soak.exitCode).toBe(0);
    expect(soak.output.at(-1)).toMatch(/^All hold\. 20 schedules in \d+ s/);
  });

  it.runIf(isFull)("ends simulated schedules on Ctrl-C", async ({ expect }) => {
    await using soak = start("--simulate", "--runs", "100000000");
    await expect.poll(() => soak.output).toHaveLength(1);
    soak.kill("SIGINT");
    expect(await soak.exitCode).toBe(130);
  });
});
