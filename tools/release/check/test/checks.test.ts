import { expect, test, vi } from "vitest";
import { report } from "../src/held.ts";
import { inLanes } from "../src/lanes.ts";

const check = (...violations: string[]) => ({
  holds: "it holds",
  find: async () => ({ violations }),
});

test("Every violation counts, also of checks that are made at once", async () => {
  vi.spyOn(console, "log").mockReturnValue();
  const checks = [check("one", "two"), check(), check("three"), check("four")];
  expect((await inLanes(2, checks, report)).sort()).toEqual([0, 1, 1, 2]);
});

test("What could not be found out does not hold, and says why", async () => {
  const printed = vi.spyOn(console, "log").mockReturnValue();
  const find = () => Promise.reject(new Error("no such file"));
  expect(await report({ holds: "it holds", find })).toBe(1);
  expect(printed.mock.calls.flat().join("\n")).toMatch(/^NOT HELD: it holds\n.*no such file/);
});

test("Not more checks are made at once than there are lanes", async () => {
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
  };
  await inLanes(2, [1, 2, 3, 4, 5], work);
  expect(most).toBe(2);
});
