import { expect, test } from "vitest";
import { runtimesOf } from "../src/flags.ts";
import { failuresOf, tableOf, trialsOf } from "../src/table.ts";

const [node] = runtimesOf(["--only", "node-20"]);
if (!node) throw new TypeError("no node-20");
const verdicts = trialsOf(node).map((trial) => ({ trial }));

test("all verdicts without a failure: the runtime holds", () => {
  const row = { runtime: node, version: "20.19.0", outcome: { verdicts } };
  expect(failuresOf(row)).toEqual([]);
  expect(tableOf([row])).toMatch(/\| Node.js \| 20.19.0 \| .*two processes \| 29 of 29 hold \|$/);
});

test("a trial that has no verdict has failed", () => {
  const row = { runtime: node, outcome: { verdicts: verdicts.slice(1) } };
  expect(failuresOf(row)).toEqual(["a storm at an expiry, fetch: was not run"]);
  expect(tableOf([row])).toContain("**1 failed**");
});

test("a runtime that broke off has failed, whatever the verdicts before it", () => {
  const row = { runtime: node, outcome: { verdicts, broken: "exit code 1: oh" } };
  expect(failuresOf(row)).toEqual(["exit code 1: oh"]);
});

test("a runtime that is not installed is a line, and no failure", () => {
  expect(failuresOf({ runtime: node })).toEqual([]);
  expect(tableOf([{ runtime: node }])).toContain("not run: it is not installed here");
});

test("--only takes several by their names, and knows no others", () => {
  expect(runtimesOf(["--only", "bun,deno"]).map(({ id }) => id)).toEqual(["bun", "deno"]);
  expect(runtimesOf([]).length).toBeGreaterThan(8);
  expect(() => runtimesOf(["--only", "node-18"])).toThrow(/no "node-18", there are node-20/);
});
