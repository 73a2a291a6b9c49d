import { expect, test } from "vitest";
import { browserNames } from "../src/browser/index.ts";
import {
  type Closing,
  canHappen,
  isClean,
  runClosing,
  runOutages,
  runStorm,
  type Storm,
} from "../src/campaign/index.ts";
import { runAcrossTabs, runInOneContext } from "../src/store-suite/index.ts";
import { describeIn } from "./browser-lab.ts";

/** Tabs that start together, a frame and a worker. */
const storms: readonly Storm[] = [
  { place: "page", expiry: "401", tabs: 6, jitter: 0 },
  { place: "shared-worker", expiry: "expired", tabs: 2, jitter: 0 },
  { place: "service-worker", expiry: "401", tabs: 2, jitter: 0 },
];

/** Tabs that end while the reply of the server is on its way. */
const closings: readonly Closing[] = [
  { place: "page", ending: "closed", tabs: 3, graceWindow: 10_000 },
  // The others must take over within the grace window.
  { place: "page", ending: "frozen", tabs: 3, graceWindow: 10_000 },
  { place: "shared-worker", ending: "closed", tabs: 3, graceWindow: 0 },
  { place: "extended-worker", ending: "closed", tabs: 1, graceWindow: 0 },
  { place: "service-worker", ending: "reloaded", tabs: 1, graceWindow: 0 },
  // The tabs must notice the crash within the grace window.
  { place: "shared-worker", ending: "crashed-with-worker", tabs: 3, graceWindow: 10_000 },
];

/** What several processes do to one account, and one kill of the browser. */
const acrossTabs = /^(claim exclusivity|durability: a claim survives)/;

for (const name of browserNames) {
  describeIn(name, (lab) => {
    test("browserStore passes the store suite in a page and in a dedicated worker", async () => {
      const [inPage, inWorker] = await Promise.all([
        runInOneContext(lab(), "page", "browser"),
        runInOneContext(lab(), "worker", "browser"),
      ]);
      expect([...inPage.failures, ...inWorker.failures]).toEqual([]);
      expect(inPage.passed).toBeGreaterThan(100);
    });

    test.each(storms)(
      "one refresh for all contexts: $expiry, $tabs tabs, $place",
      async (storm) => {
        const tally = await runStorm(lab(), storm, 2);
        expect(tally).toMatchObject({ failures: [], refreshes: 2, reuses: 0, lost: 0 });
      },
    );

    const possible = closings.filter((closing) => canHappen(name, closing));
    test.each(possible)("a login survives: $ending, $tabs tabs, $place", async (closing) => {
      const tally = await runClosing(lab(), closing, 1);
      expect(tally).toMatchObject({ failures: [], refreshes: 1, reuses: 0, lost: 0 });
    });

    test("a login survives an outage", async () => {
      const { tally } = await runOutages(lab(), "page", 1);
      expect(tally).toMatchObject({ failures: [], refreshes: 1, reuses: 0, lost: 0 });
    });

    test("the storm shows what goes wrong if each page has its own memoryStore()", async () => {
      const storm = { place: "memory", expiry: "401", tabs: 2, jitter: 0 } as const;
      expect(isClean(await runStorm(lab(), storm, 1))).toBe(false);
    });
  });
}

describeIn("chromium", (lab) => {
  test("browserStore passes the store suite across tabs, and a kill of the browser", async () => {
    const { passed, failures } = await runAcrossTabs(lab(), (name) => acrossTabs.test(name));
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(4);
  });
});
