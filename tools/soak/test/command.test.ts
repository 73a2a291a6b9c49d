import { expect, it, vi } from "vitest";
import { runCommand } from "../src/command.ts";

/**
 * Runs a command in this process, because a new process first loads all modes with their servers. Starts of the
 * program are in `process.test.ts`.
 */
async function run(args: readonly string[], signal = new AbortController().signal) {
  const errors = vi.spyOn(console, "error").mockReturnValue();
  const output = vi.spyOn(console, "log").mockReturnValue();
  const exitCode = await runCommand(args, () => ({
    signal,
    get exitCode() {
      return signal.aborted ? 130 : undefined;
    },
  }));
  return { exitCode, output: output.mock.calls.flat(), errors: errors.mock.calls.flat() };
}

it("names a wrong flag in one line", async () => {
  const { exitCode, errors } = await run(["--minute", "1"]);
  expect(exitCode).toBe(2);
  expect(errors).toEqual(["Unknown option '--minute'"]);
});

it("runs simulated schedules, and says of which seed", async () => {
  const { exitCode, output } = await run(["--simulate", "--runs", "20", "--seed", "7"]);
  expect(exitCode).toBe(0);
  expect(output[0]).toBe("20 schedules of seed 7");
  expect(output.at(-1)).toMatch(/^All hold\. 20 schedules in \d+ s/);
});

it("ends simulated schedules that are interrupted", async () => {
  const interruption = new AbortController();
  // As a signal, it can come only when the schedules let the event loop turn.
  setTimeout(() => interruption.abort());
  const { exitCode, output } = await run(["--simulate", "--runs", "1000"], interruption.signal);
  expect(exitCode).toBe(130);
  expect(output.at(-1)).not.toMatch(/^All hold\. 1,000 schedules/);
});
