import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { type BrowserName, whySkipped } from "../../src/browser/index.ts";
import { Lab } from "../../src/campaign/index.ts";

/**
 * `TESTS=full`: all tests in both browsers; else one case of each kind in Chromium, a few in Firefox, and some have
 * fewer tabs and rounds.
 */
export const isFull = process.env.TESTS === "full";

/** Describes what holds in a browser; `lab` returns the one that all of its tests share. Skipped without the browser. */
export function describeIn(name: BrowserName, tests: (lab: () => Lab) => void): void {
  const reason = whySkipped(name);
  if (reason) console.log(`The tests in ${name} are skipped: ${reason}.`);
  describe.skipIf(reason)(`in ${name}`, () => {
    let lab: Lab | undefined;
    beforeAll(async () => {
      lab = await Lab.open(name);
    });
    // A browser takes longer to start than most tests take. All share this one, and the server beside it.
    beforeEach(() => lab?.reset());
    afterAll(() => lab?.[Symbol.asyncDispose]());
    tests(() => {
      if (!lab) throw new TypeError("The browser has not started");
      return lab;
    });
  });
}
