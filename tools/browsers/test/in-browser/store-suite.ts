import { expect, test } from "vitest";
import type { Lab } from "../../src/campaign/index.ts";
import { runAcrossTabs, runInOneContext } from "../../src/store-suite/index.ts";
import { isFull } from "./browser-lab.ts";

/** What several processes do to one account, and one kill of the browser. */
const acrossTabs = /^(claim exclusivity|durability: a claim survives)/;

/** The store suite inside of one page, and inside of one worker. */
export function storeSuiteTests(lab: () => Lab): void {
  test("browserStore passes the store suite in a page and in a dedicated worker", async () => {
    const [inPage, inWorker] = await Promise.all([
      runInOneContext(lab(), "page", "browser"),
      runInOneContext(lab(), "worker", "browser"),
    ]);
    expect([...inPage.failures, ...inWorker.failures]).toEqual([]);
    expect(inPage.passed).toBeGreaterThan(100);
  });
}

/** The part of the store suite that several tabs and a killed browser can fail. */
export function acrossTabsTests(lab: () => Lab): void {
  test("browserStore passes the store suite across tabs, and a kill of the browser", async () => {
    const { passed, failures } = await runAcrossTabs(lab(), {
      tabs: isFull ? 6 : 3,
      isWanted: (name) => acrossTabs.test(name),
    });
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(4);
  });
}
