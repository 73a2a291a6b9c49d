import { expect, test } from "vitest";
import { problemOf, readCommand } from "../src/flags.ts";

test("without flags, all parts run in all browsers", () => {
  expect(readCommand([])).toEqual({
    parts: ["suite", "storms", "peers", "closings", "outages"],
    browsers: ["chromium", "firefox"],
    expiries: 300,
    isWritten: false,
  });
});

test("flags choose parts, browsers and the number of expiries", () => {
  const flags = ["--only", "storms,suite", "--browser", "firefox", "--expiries", "20"];
  const chosen = { parts: ["storms", "suite"], browsers: ["firefox"], expiries: 20 };
  expect(readCommand(flags)).toEqual({ ...chosen, isWritten: false });
  expect(readCommand(["--peers"]).parts).toEqual(["peers"]);
});

test.each([
  [["--only", "storm"], '--only: no "storm", there are suite, storms, peers, closings, outages'],
  [["--browser", "safari"], '--browser: no "safari", there are chromium, firefox'],
  [["--expiries", "0"], '--expiries must be a number from 1 to 100000, not "0"'],
  [["--write", "--browser", "chromium"], "--write is for a run of all parts"],
  [["--tabs", "3"], "Unknown option '--tabs'"],
])("%j is rejected", (flags, problem) => {
  expect(() => readCommand(flags)).toThrow(TypeError);
  expect(problemIn(flags)).toContain(problem);
});

function problemIn(flags: readonly string[]): string {
  try {
    readCommand(flags);
  } catch (error) {
    return problemOf(error);
  }
  return "";
}
