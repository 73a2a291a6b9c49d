import { expect, it } from "vitest";
import type { ProviderResult } from "../src/result.ts";
import { judge } from "../src/verdict.ts";
import { resultWith } from "./result.ts";

function verdictOn(changes: Partial<ProviderResult>, deaths: readonly string[] = []) {
  return judge({ processes: 4, results: [resultWith(), resultWith(changes)], deaths });
}

it("passes a run with one refresh an expiry", () => {
  expect(verdictOn({})).toEqual({
    passed: true,
    lines: ["4 processes, 3 clients each: every expiry was refreshed exactly once."],
  });
});

it.each<[Partial<ProviderResult>, string]>([
  [{ reuses: 1 }, "FAILED vault: 1 reuse of a refresh token"],
  [
    { failed: 2, firstFailure: "the answer was 401" },
    "FAILED vault: 2 requests failed, the first: the answer was 401",
  ],
  [{ refreshes: 7 }, "FAILED vault: 7 refreshes for 6 expiries"],
  [{ refreshes: 0, expiries: 1 }, "FAILED vault: 0 refreshes for 1 expiry"],
  [{ requests: 0 }, "FAILED vault: no request was answered"],
])("fails a run with %j", (changes, line) => {
  expect(verdictOn(changes)).toEqual({ passed: false, lines: [line] });
});

it("fails a run in which a process died", () => {
  const deaths = ["process 7: exit code 1"];
  expect(verdictOn({}, deaths)).toEqual({
    passed: false,
    lines: ["FAILED process 7: exit code 1"],
  });
});
