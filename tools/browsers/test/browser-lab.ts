import { afterAll, beforeAll, describe } from "vitest";
import { type BrowserName, whySkipped } from "../src/browser/index.ts";
import { Lab } from "../src/campaign/index.ts";

/** Describes what holds in a browser; `lab` returns the one that all of its tests share. Skipped without the browser. */
export function describeIn(name: BrowserName, tests: (lab: () => Lab) => void): void {
  const reason = whySkipped(name);
  if (reason) console.log(`The tests in ${name} are skipped: ${reason}.`);
  describe.skipIf(reason)(`in ${name}`, () => {
    let lab: Lab | undefined;
    beforeAll(async () => {
      lab = await Lab.open(name);
    });
    afterAll(() => lab?.[Symbol.asyncDispose]());
    tests(() => {
      if (!lab) throw new TypeError("The browser has not started");
      return lab;
    });
  });
}
