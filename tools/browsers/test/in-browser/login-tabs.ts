import { expect, test } from "vitest";
import type { BrowserName } from "../../src/browser/index.ts";
import {
  type Closing,
  canHappen,
  isClean,
  type Lab,
  runClosing,
  runOutages,
  runStorm,
  type Storm,
} from "../../src/campaign/index.ts";
import { isFull } from "./browser-lab.ts";

/** Tabs that start together, a frame and a worker. */
const storms: readonly Storm[] = [
  { place: "page", expiry: "401", tabs: isFull ? 4 : 3, jitter: 0 },
  { place: "service-worker", expiry: "expired", tabs: 2, jitter: 0 },
];

const moreStorms: readonly Storm[] = [
  { place: "service-worker", expiry: "401", tabs: 2, jitter: 0 },
  { place: "shared-worker", expiry: "expired", tabs: 2, jitter: 0 },
];

/** How many expiries each storm has. */
const expiries = isFull ? 2 : 1;

/** Longer than the other tabs may need on a busy machine to take over; ms. */
const graceWindow = 3_600_000;

/** Tabs that end while the reply of the server is on its way. */
const closings: readonly Closing[] = [
  { place: "page", ending: "closed", tabs: 3, graceWindow },
  { place: "extended-worker", ending: "closed", tabs: 1, graceWindow: 0 },
  { place: "shared-worker", ending: "crashed-with-worker", tabs: 2, graceWindow },
];

const moreClosings: readonly Closing[] = [
  { place: "page", ending: "frozen", tabs: 3, graceWindow },
  { place: "shared-worker", ending: "closed", tabs: 2, graceWindow: 0 },
  { place: "service-worker", ending: "reloaded", tabs: 1, graceWindow: 0 },
];

/**
 * The storms and closings of `npm run browsers`, a few times each. `TESTS=full`: all of them in both browsers; else
 * one of each kind in Chromium, and in Firefox one storm and those closings that it can do.
 */
export function loginTabsTests(lab: () => Lab, name: BrowserName): void {
  const shortStorms = name === "firefox" ? storms.slice(0, 1) : storms;
  test.each(isFull ? [...storms, ...moreStorms] : shortStorms)(
    "one refresh for all contexts: $expiry, $tabs tabs, $place",
    async (storm) => {
      const tally = await runStorm(lab(), storm, expiries);
      expect(tally).toMatchObject({ failures: [], refreshes: expiries, reuses: 0, lost: 0 });
    },
  );

  const wanted = isFull ? [...closings, ...moreClosings] : closings;
  const possible = wanted.filter((closing) => canHappen(name, closing));
  test.each(possible)("a login survives: $ending, $tabs tabs, $place", async (closing) => {
    const tally = await runClosing(lab(), closing, 1);
    expect(tally).toMatchObject({ failures: [], refreshes: 1, reuses: 0, lost: 0 });
  });

  test.runIf(isFull)("a login survives an outage", async () => {
    const { tally } = await runOutages(lab(), "page", 1);
    expect(tally).toMatchObject({ failures: [], refreshes: 1, reuses: 0, lost: 0 });
  });

  test.runIf(isFull || name === "chromium")(
    "the storm shows what goes wrong if each page has its own memoryStore()",
    async () => {
      const storm = { place: "memory", expiry: "401", tabs: 2, jitter: 0 } as const;
      expect(isClean(await runStorm(lab(), storm, 1))).toBe(false);
    },
  );
}
