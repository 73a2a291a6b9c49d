import { expect, it } from "vitest";
import { formatTable } from "../src/table.ts";
import { resultWith } from "./result.ts";

it("aligns names to the left and numbers to the right", () => {
  const table = formatTable([
    resultWith(),
    resultWith({ provider: "clientCredentials", requests: 12_345, slowest: 1500 }),
  ]);
  expect(table.split("\n")).toEqual([
    "provider           requests  401s  expiries  refreshes  reuse  failed   slowest",
    "vault                 1,200    18         6          6      0       0     88 ms",
    "clientCredentials    12,345    18         6          6      0       0  1,500 ms",
  ]);
});
