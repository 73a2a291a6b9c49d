import { expect, test } from "vitest";
import type { BrowserName } from "../../src/browser/index.ts";
import type { Lab } from "../../src/campaign/index.ts";
import { runAcrossTabs, runInOneContext } from "../../src/store-suite/index.ts";
import { isFull } from "./browser-lab.ts";

/** What several processes do to one account, and one kill of the browser. */
const acrossTabs = /^(claim exclusivity|durability: a claim survives)/;

/** The store suite inside of one page, and inside of one worker; without `TESTS=full`, each in another browser. */
export function storeSuiteTests(lab: () => Lab, name: BrowserName): void {
  const shortened = { chromium: ["worker"], firefox: ["page"] } as const;
  const contexts = isFull ? (["page", "worker"] as const) : shortened[name];
  test.concurrent.each(contexts)("browserStore passes the store suite in a %s", async (context) => {
    const { passed, failures } = await runInOneContext(lab(), context, "browser");
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(100);
  });
}

/** The part of the store suite that several tabs and a killed browser can fail. */
export function acrossTabsTests(lab: () => Lab): void {
  test("browserStore passes the store suite across tabs, and a kill of the browser", async () => {
    const { passed, failures } = await runAcrossTabs(lab(), {
      tabs: isFull ? 6 : 2,
      isWanted: (name) => acrossTabs.test(name),
    });
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(4);
  });
}
