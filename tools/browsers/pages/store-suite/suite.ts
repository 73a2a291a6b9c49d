import { tokenStoreSuite } from "@refresh-once/testing";
import { type StoreName, storesOf } from "./open-store.ts";

/** How many cases run at the same time. Most of them wait for leases. */
const lanes = 6;

/** What the suite found. */
export interface SuiteResult {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Runs all cases of the store suite in this context. */
async function runSuite(store: StoreName): Promise<SuiteResult> {
  const cases = [...tokenStoreSuite(storesOf(store))];
  const all = cases.length;
  const failures: string[] = [];
  const lane = async () => {
    for (let next = cases.shift(); next; next = cases.shift()) {
      const { name, run } = next;
      await run().catch((error: unknown) => failures.push(`${name}: ${error}`));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { passed: all - failures.length, failures };
}

/** In a page, the driver calls `app`. In a dedicated worker, the page that started it sends a message. */
Reflect.set(globalThis, "app", { runSuite });
if (!("document" in globalThis)) {
  addEventListener("message", ({ data }) => {
    runSuite(data).then(
      (result) => postMessage(result),
      (error: unknown) => postMessage({ passed: 0, failures: [String(error)] }),
    );
  });
}
