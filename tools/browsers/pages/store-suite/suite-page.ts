import type { StoreName } from "./open-store.ts";
import type { SuiteResult } from "./suite.ts";

/** Runs the store suite in a dedicated worker of this page. */
function runSuite(store: StoreName): Promise<SuiteResult> {
  const worker = new Worker("/scripts/suite.js");
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage(store);
  });
}

Reflect.set(globalThis, "app", { runSuite });
